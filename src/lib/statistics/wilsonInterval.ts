/**
 * Wilson's 95% interval of a share (E. B. Wilson, 1927): holds up for few rows and for shares near 0 or 1, where the
 * textbook interval leaves [0, 1].
 */
export function wilsonInterval(successes: number, rows: number, z = 1.959963984540054): [number, number] {
  if (rows === 0) return [0, 1];
  const share = successes / rows;
  const denominator = 1 + z ** 2 / rows;
  const centre = (share + z ** 2 / (2 * rows)) / denominator;
  const half = (z / denominator) * Math.sqrt((share * (1 - share)) / rows + z ** 2 / (4 * rows ** 2));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
