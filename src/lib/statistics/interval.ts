import {normalQuantile} from "./normal.js";

/** An estimate and where the true value may lie. */
export interface Interval {
  mean: number;
  low: number;
  high: number;
}

/** An estimate and as many standard errors to either side as the confidence asks for. */
export function normalInterval(mean: number, standardError: number, confidence = 0.95): Interval {
  const half = normalQuantile((1 + confidence) / 2) * standardError;
  return {mean, low: mean - half, high: mean + half};
}
