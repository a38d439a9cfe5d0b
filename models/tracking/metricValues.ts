import type {Metric} from "./runStore.js";

/** MLflow's order of a metric's values; the last one is what it shows. */
export function compareMetrics(a: Metric, b: Metric): number {
  return a.step - b.step || a.timestamp - b.timestamp || a.value - b.value;
}

/** The value that MLflow shows of a metric that has several. */
export function lastMetric(history: readonly Metric[]): Metric | undefined {
  return history.toSorted(compareMetrics).at(-1);
}

const notFinite = new Map([
  ["nan", Number.NaN],
  ["inf", Number.POSITIVE_INFINITY],
  ["infinity", Number.POSITIVE_INFINITY]
]);

const finite = /^(?=\.?\d)(?:\d+(?:_\d+)*)?(?:\.(?:\d+(?:_\d+)*)?)?(?:e[+-]?\d+(?:_\d+)*)?$/;

/**
 * The number of a text as Python's `float` reads it: `0.5`, `.5`, `5.`, `1e-05`, `1_000`, and in any case, with a sign
 * or without, `nan`, `inf` and `infinity`. Undefined for any other text.
 */
export function readPythonFloat(text: string): number | undefined {
  const [, sign, digits = ""] = /^([+-]?)(.*)$/s.exec(text.trim().toLowerCase()) ?? [];
  const magnitude = finite.test(digits) ? Number(digits.replaceAll("_", "")) : notFinite.get(digits);
  return magnitude !== undefined && sign === "-" ? -magnitude : magnitude;
}
