import type {DataSource} from "../experiment/dataSource.js";
import type {Correlations} from "./correlations.js";
import type {RateBins} from "./rateByQuantile.js";
import type {RepeatedValues} from "./repeatedValues.js";

/** One column of one file. Statistics are of its finite values; one that does not exist is absent. */
export interface ColumnSummary {
  rows: number;
  missing: number;
  /** Values that are infinite. */
  infinite: number;
  zeros: number;
  /** How many values differ, infinite ones among them. */
  distinct: number;
  mean?: number;
  standardDeviation?: number;
  skewness?: number;
  minimum?: number;
  maximum?: number;
  /** At `quantileLevels`. */
  quantiles?: number[];
}

export const quantileLevels = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] as const;

/** A feature in the training file beside the test file, and its association with the target. */
export interface FeatureProfile {
  name: string;
  /** Of a feature of categories: the texts that its values, 0, 1 and so on, stand for. */
  categories?: string[];
  train: ColumnSummary;
  test: ColumnSummary;
  /**
   * Bin edges shared by the counts below, one more than bins. Bins are [low, high), the last one closed; infinite values
   * are in the outer ones.
   */
  edges: number[];
  trainCounts: number[];
  testCounts: number[];
  /** Training rows with target 1, by bin. */
  positiveCounts: number[];
  /**
   * AUC of the feature alone as a score for the target, of the rows that have a value; 0.5 tells nothing, below 0.5 the
   * relation falls. Absent where these rows are of one class, or none.
   */
  auc?: number;
  /** Training rows with a value, in tenths by its rank. */
  rates: RateBins;
  /** Training rows by how often their value occurs. */
  repeats: RepeatedValues;
  /** Distance of test from train; absent where one of them has no values. */
  drift?: {populationStabilityIndex: number; kolmogorovSmirnov: number};
}

/** `src/data/features.arrow`: what the features page reads. */
export interface FeatureProfiles {
  dataSource: DataSource;
  positiveRate: number;
  /** Absent where there are not two features. */
  correlations?: Correlations;
  features: FeatureProfile[];
}
