export interface Moments {
  mean: number;
  /** Of the sample: n − 1 in the denominator. */
  standardDeviation: number;
  /** Of the sample: the adjusted Fisher–Pearson coefficient, as pandas has it. */
  skewness: number;
}

/**
 * Mean, standard deviation and skewness of values without NaN, in two passes, which lose no digits to a large mean.
 * NaN where there are too few values: one, two and three are needed. The skewness of equal values is 0.
 */
export function moments(values: Float64Array): Moments {
  const count = values.length;
  let sum = 0;
  for (let index = 0; index < count; ++index) sum += values[index];
  const mean = sum / count;
  let squares = 0;
  let cubes = 0;
  for (let index = 0; index < count; ++index) {
    const deviation = values[index] - mean;
    squares += deviation * deviation;
    cubes += deviation * deviation * deviation;
  }
  const standardDeviation = count > 1 ? Math.sqrt(squares / (count - 1)) : Number.NaN;
  return {mean, standardDeviation, skewness: skewness(count, squares / count, cubes / count)};
}

function skewness(count: number, variance: number, thirdMoment: number): number {
  if (count < 3) return Number.NaN;
  if (variance === 0) return 0;
  const adjustment = Math.sqrt(count * (count - 1)) / (count - 2);
  return (adjustment * thirdMoment) / (variance * Math.sqrt(variance));
}
