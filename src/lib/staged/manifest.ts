import type {DataSource} from "../experiment/dataSource.js";
import type {MetricRecord} from "../metrics/metrics.js";
import type {Spread} from "../metrics/spread.js";
import type {Categories} from "../schema/tableSchema.js";

/** A training-time distribution: what drift is measured against. Bins are [low, high), the last one closed. */
export interface TrainingHistogram {
  edges: number[];
  counts: number[];
  missing: number;
  /** The least and the greatest value; not in older manifests, nor where there is no value. */
  minimum?: number;
  maximum?: number;
}

/** `models/staged/manifest.json`: everything a reader of the model has to know, and nothing that it can compute. */
export interface Manifest {
  formatVersion: 1;
  /** The catalogue's name of the model. */
  model: string;
  title: string;
  runId: string;
  runName: string;
  folds: number;
  /** How many of the trees each fold has, in the order of the model's text; of trees, not in older manifests. */
  treesByFold?: number[];
  idColumn: string;
  targetColumn: string;
  /** In the order of the model's input. */
  features: string[];
  /** The texts of features that are categories, by name; a text's position is the number that the model takes for it. */
  categories?: Categories;
  /** Whether ids are rows' numbers, so that a file may do without the id column. */
  idIsRowNumber?: boolean;
  /** Probability from which on the prediction is 1. */
  threshold: number;
  /** Over the validation folds; those that the run logged. */
  metrics: MetricRecord<Spread>;
  trainingData: DataSource;
  /**
   * The model came as a file: its metrics are of the training file's rows, fold by fold, which it may have seen in its
   * own training.
   */
  trainedElsewhere?: true;
  /** By position in `features`. */
  histograms: TrainingHistogram[];
  /** By file name, beside the manifest. */
  files: Record<string, {bytes: number; sha256: string}>;
}
