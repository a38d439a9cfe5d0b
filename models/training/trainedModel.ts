import type {Params} from "lightgbm-wasm";
import type {FoldAssignments} from "../../dataset/foldRows.js";
import type {WorkerThread} from "../../dataset/worker.js";
import type {AdditiveModelParams} from "../../src/lib/estimators/additiveModel.js";
import type {MetricRecord} from "../../src/lib/metrics/metrics.js";

/** The training file as columns; a `Dataset` of data-loaders/dataset is one. */
export interface TrainingData {
  ids: readonly string[];
  /** 0 or 1 by row. */
  target: Uint8Array;
  featureNames: readonly string[];
  /** By feature; NaN is missing. */
  columns: readonly Float64Array[];
  /** Features whose values are codes of categories, which have no order. */
  categorical?: readonly string[];
  /** The features of rows without labels, for transformations that count values. */
  unlabelled?: readonly Float64Array[];
}

export type {FoldAssignments};

/** What the booster itself measures while it trains. */
export type CurveName = "auc" | "logloss";

/** A metric's values by iteration; `iterations[i]` is the number of trees at `training[i]` and `validation[i]`. */
export interface TrainingCurve {
  iterations: number[];
  training: number[];
  validation: number[];
}

/** A model trained on the rows outside one fold. Times are milliseconds since 1970. */
export interface FoldModel {
  fold: number;
  /** LightGBM's text, or JSON of what is no tree model. */
  text: string;
  trainingRows: number;
  validationRows: number;
  startTime: number;
  endTime: number;
  /** Trees that early stopping on the mean over the folds has kept; undefined without it. */
  bestIteration?: number;
  /** Of models that are trained step by step. */
  curves?: Record<CurveName, TrainingCurve>;
  /** Probabilities of the held-out rows, in the order of the file. */
  probabilities: Float64Array;
  /** By feature; what is no tree model has no splits but its own counterpart of them, which it describes. */
  importance: {gain: number[]; split: number[]};
  /** Of a model that transforms features: what it takes. */
  inputs?: readonly string[];
  /** How that is made, where it is not the same for all folds: the content of `transformations.json.gz`. */
  transformations?: Uint8Array;
}

/** A model of every fold, and how long each stage took, in milliseconds. */
export interface TrainedFolds {
  models: FoldModel[];
  stages: Readonly<Record<string, number>>;
  /** How the features are made, where that is the same for all folds: the content of `transformations.json.gz`. */
  transformations?: Uint8Array;
}

/** A model of every fold, and what they predict for the rows that they have not seen. */
export interface TrainedModel {
  folds: FoldModel[];
  stages: TrainedFolds["stages"];
  transformations?: TrainedFolds["transformations"];
  /** Probability of each row by the model of its fold, or the mean of several; NaN for a row that is never held out. */
  outOfFold: Float64Array;
  /** The one with the highest F1 on the out-of-fold predictions of all folds together. */
  threshold: number;
  /** By fold, at that threshold; those that exist. */
  metrics: MetricRecord<number>[];
}

export interface TrainingProgress {
  /** Steps so far in each fold, of this many: trees, or a part of a step where folds are trained at once. */
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

/** What the thread that grows folds is given; columns in shared memory are not copied. */
export interface GrowFoldsInput extends FoldAssignments, Pick<TrainingData, "columns" | "target" | "featureNames"> {
  /** The same number for the same data, whose bins the thread may have kept. */
  dataNumber: number;
  params: Params;
  iterations: number;
  threads: number;
  curvePoints: number;
  /** Boosting goes on from an additive model of each fold. */
  start?: AdditiveModelParams;
}

/** What happens while folds grow, as it happens. */
export type GrowFoldsEvent =
  | {kind: "iteration"; progress: TrainingProgress}
  | {kind: "curves"; points: CurvePoint[]}
  | {kind: "fold"; model: FoldModel};

/** A thread that trains one model of trees after the other, and keeps LightGBM and the bins between them. */
export type TreeThread = WorkerThread<GrowFoldsInput, GrowFoldsEvent, TrainedFolds["stages"]>;

export interface TrainingOptions {
  /** Ends the training; its reason is what the promise rejects with. */
  signal?: AbortSignal;
  onIteration?: (progress: TrainingProgress) => void;
  /** Called with the points of the learning curves as they are measured. */
  onCurves?: (points: readonly CurvePoint[]) => void;
  /** Called with each fold's model once it is trained. */
  onFold?: (model: FoldModel) => void;
  /** By default as many as the machine has cores. */
  threads?: number;
  /** How often curves are measured at most; where that decides when to stop, as often as always. */
  curvePoints?: number;
  /** Where trees grow; by default in a thread that is started for them, and ends with them. */
  thread?: TreeThread;
}
