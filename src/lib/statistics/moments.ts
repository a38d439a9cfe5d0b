/** A statistic that does not exist for these values, or lies beyond what a number can hold, is absent. */
export interface Moments {
  /** Of one value or more. */
  mean?: number;
  /** Of the sample: n − 1 in the denominator; of two values or more. */
  standardDeviation?: number;
  /** Of the sample: the adjusted Fisher–Pearson coefficient, as pandas has it; of three or more, 0 if all are equal. */
  skewness?: number;
}

/** The third power of what lies within these limits is neither infinite nor 0, and neither is a sum of many. */
const [smallest, largest] = [2 ** -200, 2 ** 200];

/**
 * Mean, standard deviation and skewness in two passes, which lose no digits to a large mean. Values that are very
 * large or very small are scaled by a power of two for that, which is exact.
 * @param values finite numbers
 */
export function moments(values: Float64Array): Moments {
  const count = values.length;
  if (count === 0) return {};
  const {minimum, maximum} = extent(values);
  // The mean of equal values may be off by a rounding, which would be all that the other moments are made of.
  if (minimum === maximum)
    return {mean: minimum, ...(count > 1 && {standardDeviation: 0}), ...(count > 2 && {skewness: 0})};
  const factor = scaleOf(Math.max(-minimum, maximum));
  let sum = 0;
  for (let index = 0; index < count; ++index) sum += values[index] * factor;
  const mean = sum / count;
  let rest = 0;
  let squares = 0;
  let cubes = 0;
  for (let index = 0; index < count; ++index) {
    const deviation = values[index] * factor - mean;
    rest += deviation;
    squares += deviation * deviation;
    cubes += deviation * deviation * deviation;
  }
  // What rounding has left in the mean, of values that are large beside their spread (Chan, Golub & LeVeque, 1983).
  const shift = rest / count;
  cubes -= 3 * shift * squares - 2 * count * shift ** 3;
  squares -= count * shift * shift;
  const standardDeviation = count > 1 ? Math.sqrt(squares / (count - 1)) / factor : Number.NaN;
  return {
    mean: (mean + shift) / factor,
    ...(Number.isFinite(standardDeviation) && {standardDeviation}),
    ...(count > 2 && {skewness: skewness(count, squares / count, cubes / count)})
  };
}

function skewness(count: number, variance: number, thirdMoment: number): number {
  const adjustment = Math.sqrt(count * (count - 1)) / (count - 2);
  return (adjustment * thirdMoment) / (variance * Math.sqrt(variance));
}

function extent(values: Float64Array): {minimum: number; maximum: number} {
  let minimum = Infinity;
  let maximum = -Infinity;
  for (let index = 0; index < values.length; ++index) {
    minimum = Math.min(minimum, values[index]);
    maximum = Math.max(maximum, values[index]);
  }
  return {minimum, maximum};
}

function scaleOf(largestValue: number): number {
  if (largestValue >= smallest && largestValue <= largest) return 1;
  return 2 ** -Math.max(-1000, Math.floor(Math.log2(largestValue)));
}
