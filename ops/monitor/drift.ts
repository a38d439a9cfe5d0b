/** The gauge by which the server tells how far its live inputs are from training, one sample a feature. */
const gauge = "model_input_drift_psi";

/** The largest drift of a feature in a page of Prometheus metrics; undefined where there is none. */
export function readDrift(metrics: string): number | undefined {
  const values = metrics.split("\n").flatMap((line) => {
    if (!new RegExp(`^${gauge}[{ ]`).test(line)) return [];
    const value = Number(line.replace(/^[^ {]+(\{.*\})?\s+/, "").split(" ")[0]);
    return Number.isFinite(value) ? [value] : [];
  });
  return values.length === 0 ? undefined : Math.max(...values);
}
