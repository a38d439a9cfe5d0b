import {workerData} from "node:worker_threads";
import {move} from "piscina";
import {openNodeSession} from "../../models/staging/nodeSession.js";
import {UserError, type UserErrorData} from "../../src/lib/errors.js";
import {FeatureCounter} from "../../src/lib/scoring/featureCounter.js";
import type {ModelInput} from "../../src/lib/scoring/stagedSession.js";
import type {TrainingHistogram} from "../../src/lib/staged/manifest.js";
import type {EngineModel} from "../../src/lib/staged/stagedModel.js";
import {SharedFeatureCounts} from "./sharedFeatureCounts.js";

/** What a thread is started with. */
export interface ThreadData {
  model: EngineModel;
  input: ModelInput;
  histograms: readonly TrainingHistogram[];
  /** Of the `SharedFeatureCounts` of all threads. */
  counts: SharedArrayBuffer;
}

export interface ScoringTask {
  /** Row by row; moves to the thread. */
  features: Float64Array<ArrayBuffer>;
  rows: number;
}

/** An array of the scores, or the error that the client gets. */
export type ScoringResult = Float32Array | {error: UserErrorData};

const {model, input, histograms, counts}: ThreadData = workerData;
const counter = new FeatureCounter(histograms);
const shared = new SharedFeatureCounts(histograms, counts);
// An engine blocks the thread that it is called on, so it has one of its own.
const loading = openNodeSession(model, input);
// A thread has started once this has settled; if the model cannot be loaded, each task says why.
await Promise.allSettled([loading]);

export default async function score({features, rows}: ScoringTask): Promise<ScoringResult> {
  try {
    const session = await loading;
    // An empty task shows whether the thread has started.
    if (rows === 0) return new Float32Array();
    const probabilities = await session.run(features, rows);
    counter.add(features);
    shared.moveFrom(counter.counts);
    move(probabilities);
    return probabilities;
  } catch (error) {
    if (error instanceof UserError) return {error: error.toJSON()};
    throw error;
  }
}
