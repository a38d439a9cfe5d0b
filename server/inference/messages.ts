import type {FeatureCounts} from "../../src/lib/scoring/featureCounter.js";
import type {TrainingHistogram} from "../../src/lib/staged/manifest.js";

/** What a thread is started with. */
export interface ThreadData {
  model: Uint8Array;
  histograms: readonly TrainingHistogram[];
}

export type ThreadRequest =
  | {kind: "score"; features: Float64Array; rows: number}
  /** Asks for the counts since the last time. */
  | {kind: "takeCounts"};

/** One answer to each request, in order; `ready` comes first of all. */
export type ThreadAnswer =
  | {kind: "ready"}
  | {kind: "scores"; probabilities: Float32Array}
  | {kind: "counts"; featureCounts: FeatureCounts[]}
  | {kind: "failed"; message: string};
