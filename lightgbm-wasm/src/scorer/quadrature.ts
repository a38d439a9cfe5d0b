/** Gauss and Legendre's rule on [0, 1]: exact for polynomials of degree below twice its number of points. */
export interface Quadrature {
  points: Float64Array;
  weights: Float64Array;
}

const rules = new Map<number, Quadrature>();

export function gaussLegendre(count: number): Quadrature {
  const known = rules.get(count);
  if (known) return known;
  const points = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let i = 0; i < count; ++i) {
    // Newton's method for the roots of the Legendre polynomial, from their usual estimate.
    let x = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let step = 0, change = 1; step < 100 && Math.abs(change) > 1e-16; ++step) {
      let [before, value] = [1, x];
      for (let degree = 2; degree <= count; ++degree) {
        [before, value] = [value, ((2 * degree - 1) * x * value - (degree - 1) * before) / degree];
      }
      slope = (count * (x * value - before)) / (x * x - 1);
      change = value / slope;
      x -= change;
    }
    points[i] = (1 + x) / 2;
    weights[i] = 1 / ((1 - x * x) * slope * slope);
  }
  const rule = {points, weights};
  rules.set(count, rule);
  return rule;
}
