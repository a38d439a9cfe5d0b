/**
 * The chance that a χ² distributed number is above this: Q(df/2, x/2), the regularised upper incomplete gamma function,
 * by its series below its turning point and by Lentz's continued fraction above it (DLMF 8.7.1 and 8.9.2); to a relative
 * error of some 1e-13.
 * @param degrees of freedom, a whole number from 1 on
 */
export function chiSquareTail(value: number, degrees: number): number {
  if (!(value > 0)) return 1;
  if (value === Infinity) return 0;
  const [a, x] = [degrees / 2, value / 2];
  const front = Math.exp(a * Math.log(x) - x - logGammaOfHalf(degrees));
  return x < a + 1 ? 1 - front * lowerSeries(a, x) : front * upperFraction(a, x);
}

/**
 * Pearson's statistic for rows of several groups and two outcomes: whether the groups have one rate. Groups without
 * rows count for nothing. Undefined where fewer than two groups or outcomes have rows.
 */
export function rateHomogeneity(
  rows: readonly number[],
  positives: readonly number[]
): {statistic: number; degrees: number; chance: number} | undefined {
  const all = rows.reduce((sum, count) => sum + count, 0);
  const positive = positives.reduce((sum, count) => sum + count, 0);
  const degrees = rows.filter((count) => count > 0).length - 1;
  if (degrees < 1 || positive === 0 || positive === all) return undefined;
  const rate = positive / all;
  const statistic = rows.reduce(
    (sum, count, group) =>
      count === 0 ? sum : sum + (positives[group] - count * rate) ** 2 / (count * rate * (1 - rate)),
    0
  );
  return {statistic, degrees, chance: chiSquareTail(statistic, degrees)};
}

function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); ++n) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

function upperFraction(a: number, x: number): number {
  const least = 1e-300;
  let b = x + 1 - a;
  let c = 1 / least;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < 1000; ++n) {
    const numerator = n * (a - n);
    b += 2;
    d = 1 / (b + numerator * d || least);
    c = b + numerator / c || least;
    const factor = c * d;
    fraction *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return fraction;
}

/** ln Γ(degrees / 2), from Γ(1/2) = √π, Γ(1) = 1 and Γ(a + 1) = a Γ(a). */
function logGammaOfHalf(degrees: number): number {
  let [a, log] = degrees % 2 === 0 ? [1, 0] : [0.5, Math.log(Math.PI) / 2];
  for (; a < degrees / 2; ++a) log += Math.log(a);
  return log;
}
