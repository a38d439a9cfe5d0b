/** Mean and standard deviation of a sample (n − 1; 0 for a single value). */
export function spread(values: readonly number[]): {mean: number; standardDeviation: number} {
  if (values.length === 0) throw new RangeError("There is no mean of nothing.");
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {mean, standardDeviation: values.length === 1 ? 0 : Math.sqrt(squares / (values.length - 1))};
}

/**
 * The interval that holds the true mean with the given confidence if the values are a normal sample: Student's t.
 * Folds share training rows, so for a cross-validation it is a guide to the eye, rather too narrow. For a single
 * value the interval is that value.
 */
export function meanInterval(
  values: readonly number[],
  {confidence = 0.95}: {confidence?: number} = {}
): {low: number; high: number} {
  const {mean, standardDeviation} = spread(values);
  if (values.length === 1) return {low: mean, high: mean};
  const half =
    (studentQuantile((1 + confidence) / 2, values.length - 1) * standardDeviation) / Math.sqrt(values.length);
  return {low: mean - half, high: mean + half};
}

/** Quantile of Student's t for whole degrees of freedom, by halving on the distribution function; p in [0.5, 1). */
export function studentQuantile(p: number, degreesOfFreedom: number): number {
  if (!(p >= 0.5 && p < 1)) throw new RangeError(`Not a probability in [0.5, 1): ${p}`);
  let low = 0;
  let high = 1;
  while (studentDistribution(high, degreesOfFreedom) < p) high *= 2;
  for (let middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (studentDistribution(middle, degreesOfFreedom) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(T ≤ t) for t ≥ 0 and whole degrees of freedom; Abramowitz & Stegun 26.7.3 and 26.7.4. */
function studentDistribution(t: number, degreesOfFreedom: number): number {
  const angle = Math.atan(t / Math.sqrt(degreesOfFreedom));
  const cosine = Math.cos(angle);
  const odd = degreesOfFreedom % 2 === 1;
  let term = odd ? cosine : 1;
  let sum = degreesOfFreedom === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k < degreesOfFreedom; k += 2) {
    term *= ((k - 1) / k) * cosine * cosine;
    sum += term;
  }
  const inside = odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
  return (1 + inside) / 2;
}
