import type {FeatureCounts} from "./featureCounter.js";

export interface ScoringProgress {
  rows: number;
  bytes: number;
  totalBytes: number;
}

/** A whole file's scores; lists are by row unless said otherwise. */
export interface ScoredFile {
  ids: string[];
  /** Of target 1. */
  probabilities: Float32Array;
  /** 1 where the probability reaches the threshold. */
  predictions: Uint8Array;
  /** The manifest's. */
  threshold: number;
  /** Columns of the file that the model does not want. */
  ignoredColumns: string[];
  rows: number;
  /** From receiving the file to the last score. */
  milliseconds: number;
  /** By position in the manifest's features. */
  featureCounts: FeatureCounts[];
}
