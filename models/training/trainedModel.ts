import type {LearningCurve} from "../../src/lib/experiment/crossValidation.js";
import type {MetricRecord} from "../../src/lib/metrics/metrics.js";

/** The training file as columns; a `Dataset` of data-loaders/dataset is one. */
export interface TrainingData {
  ids: readonly string[];
  /** 0 or 1 by row. */
  target: Uint8Array;
  featureNames: readonly string[];
  /** By feature; NaN is missing. */
  columns: readonly Float64Array[];
}

/** Which fold each row is held out in. */
export interface FoldAssignments {
  folds: number;
  assignments: Uint8Array;
}

/** What the booster itself measures while it trains. */
export type CurveName = "auc" | "logloss";

/** Of a training: finding bins for all folds, growing their trees, predicting the rows held out. */
export type StageName = "bins" | "trees" | "predictions";

/** A model trained on the rows outside one fold. Times are milliseconds since 1970. */
export interface FoldModel {
  fold: number;
  /** LightGBM's text. */
  text: string;
  trainingRows: number;
  validationRows: number;
  startTime: number;
  endTime: number;
  curves: Record<CurveName, LearningCurve>;
  /** Probabilities of the held-out rows, in the order of the file. */
  probabilities: Float64Array;
  /** By feature. */
  importance: {gain: number[]; split: number[]};
}

/** A model of every fold, and how long each stage took, in milliseconds. */
export interface TrainedFolds {
  models: FoldModel[];
  stages: Record<StageName, number>;
}

/** A model of every fold, and what they predict for the rows that they have not seen. */
export interface TrainedModel {
  folds: FoldModel[];
  stages: TrainedFolds["stages"];
  /** Probability of each row by the model of its fold. */
  outOfFold: Float64Array;
  /** The one with the highest F1 on the out-of-fold predictions of all folds together. */
  threshold: number;
  /** By fold, at that threshold; those that exist. */
  metrics: MetricRecord<number>[];
}

export interface TrainingProgress {
  /** Trees so far in each fold, of this many. */
  iteration: number;
  iterations: number;
}

/** What a fold's booster measured after an iteration. */
export interface CurvePoint {
  fold: number;
  name: CurveName;
  iteration: number;
  /** Milliseconds since 1970. */
  timestamp: number;
  training: number;
  validation: number;
}

export interface TrainingOptions {
  /** Ends the training; its reason is what the promise rejects with. */
  signal?: AbortSignal;
  onIteration?: (progress: TrainingProgress) => void;
  /** Told the points of the learning curves as they are measured. */
  onCurves?: (points: readonly CurvePoint[]) => void;
  /** Told each fold's model as it is there. */
  onFold?: (model: FoldModel) => void;
  /** By default as many as the machine has cores. */
  threads?: number;
}
