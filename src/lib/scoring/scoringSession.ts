/** A loaded model, whichever engine runs it. */
export interface ScoringSession {
  /**
   * The probability of target 1 for each row.
   * @param features row by row, [rows × features] in the manifest's order, NaN where a value is missing
   */
  run(features: Float64Array, rows: number): Promise<Float32Array>;
}

/** Of a row with this probability the prediction is 1. */
export function predictedPositive(probability: number, threshold: number): boolean {
  return probability >= threshold;
}
