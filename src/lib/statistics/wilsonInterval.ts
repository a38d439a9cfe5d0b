/** A normally distributed number is this many standard deviations from its mean, or fewer, in 95 of 100 cases. */
export const normal95 = 1.959963984540054;

/**
 * Wilson's 95% interval of a share (E. B. Wilson, 1927): holds up for few rows and for shares near 0 or 1, where the
 * textbook interval leaves [0, 1].
 */
export function wilsonInterval(successes: number, rows: number, z = normal95): [number, number] {
  if (rows === 0) return [0, 1];
  const share = successes / rows;
  const denominator = 1 + z ** 2 / rows;
  const centre = (share + z ** 2 / (2 * rows)) / denominator;
  const half = (z / denominator) * Math.sqrt((share * (1 - share)) / rows + z ** 2 / (4 * rows ** 2));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

/**
 * Newcombe's 95 % interval of the difference of two independent shares, second minus first (method 10 of R. G.
 * Newcombe, Statistics in Medicine 17, 1998): of Wilson's intervals of both.
 */
export function differenceInterval(
  [firstSuccesses, firstRows]: readonly [successes: number, rows: number],
  [secondSuccesses, secondRows]: readonly [successes: number, rows: number]
): [number, number] {
  const [first, second] = [firstSuccesses / firstRows, secondSuccesses / secondRows];
  const [firstLow, firstHigh] = wilsonInterval(firstSuccesses, firstRows);
  const [secondLow, secondHigh] = wilsonInterval(secondSuccesses, secondRows);
  const difference = second - first;
  return [
    difference - Math.hypot(second - secondLow, firstHigh - first),
    difference + Math.hypot(secondHigh - second, first - firstLow)
  ];
}
