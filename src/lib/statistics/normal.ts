// The standard normal distribution, also far out in its tails, where sums of logarithms need it.

const tiny = 1e-300;

/**
 * The complementary error function, to some units in the last place: the series of erf (Abramowitz & Stegun 7.1.6) in
 * the middle, the continued fraction (7.1.14, evaluated by Lentz's method) from 2 on.
 */
export function erfc(x: number): number {
  if (x < 0) return 2 - erfc(-x);
  if (x < 2) return 1 - erfSeries(x);
  return Math.exp(-x * x) * scaledTail(x);
}

function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); ++n) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** exp(x²) erfc(x) for x from 2 on. */
function scaledTail(x: number): number {
  let fraction = x;
  let c = x;
  let d = 0;
  for (let n = 1; n < 200; ++n) {
    d = x + (n / 2) * d;
    d = 1 / (d === 0 ? tiny : d);
    c = x + n / 2 / c;
    const change = c * d;
    fraction *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return 1 / (fraction * Math.sqrt(Math.PI));
}

/** P(Z ≤ x). */
export function normalDistribution(x: number): number {
  return erfc(-x / Math.SQRT2) / 2;
}

/** The logarithm of P(Z ≤ x), which stays finite where P itself is too small for a number. */
export function logNormalDistribution(x: number): number {
  if (x > 5) return Math.log1p(-erfc(x / Math.SQRT2) / 2);
  if (x > -2 * Math.SQRT2) return Math.log(normalDistribution(x));
  const y = -x / Math.SQRT2;
  return -y * y + Math.log(scaledTail(y) / 2);
}

/** The logarithm of P(a ≤ Z ≤ b). @returns −∞ unless a < b */
export function logNormalMass(a: number, b: number): number {
  if (!(a < b)) return -Infinity;
  // Of the tail that both are in, so that nothing is lost by subtracting from 1.
  if (a > 0) return logNormalMass(-b, -a);
  if (b > 0) return Math.log1p(-normalDistribution(a) - normalDistribution(-b));
  const high = logNormalDistribution(b);
  return high + Math.log1p(-Math.exp(logNormalDistribution(a) - high));
}

/**
 * The value that Z stays below with probability p: halving on the distribution function, on the side where p is small.
 * @returns ∓∞ for 0 and 1
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`Not a probability: ${p}`);
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p === 0) return -Infinity;
  let low = -40;
  let high = 0;
  for (let middle = -20; middle > low && middle < high; middle = (low + high) / 2) {
    if (normalDistribution(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
