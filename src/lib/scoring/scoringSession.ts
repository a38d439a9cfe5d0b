import {UserError} from "../errors.js";

/** A loaded model, whichever engine runs it. */
export interface ScoringSession {
  /**
   * The probability of target 1 for each row.
   * @param features row by row, [rows × features] in the manifest's order, NaN where a value is missing
   * @throws {UserError} `score-not-finite`
   */
  run(features: Float64Array, rows: number): Promise<Float32Array>;
}

/** Of a row with this probability the prediction is 1. */
export function predictedPositive(probability: number, threshold: number): boolean {
  return probability >= threshold;
}

/** @throws {UserError} `staged-feature-count` if a model takes another number of features than are named for it */
export function checkFeatureCount(taken: number, named: number): void {
  if (taken === named) return;
  throw new UserError(
    "staged-feature-count",
    `The model takes ${taken} features, and ${named} are named for it; stage the model again.`
  );
}

/** The same scores. @throws {UserError} `score-not-finite` */
export function finiteScores(scores: Float32Array): Float32Array {
  if (scores.every(Number.isFinite)) return scores;
  throw new UserError("score-not-finite", "The model gave a score that is not a finite number.");
}
