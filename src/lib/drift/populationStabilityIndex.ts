/**
 * The population stability index of two distributions over the same bins: Σ (aᵢ − eᵢ) · ln(aᵢ / eᵢ) of their shares.
 * 0 is the same; by custom 0.1 is worth a look and 0.25 a change. Half a row is added to each bin, because an empty
 * one would make it infinite.
 * @param expectedCounts of the reference, by bin
 * @param actualCounts of what is compared with it, by bin
 */
export function populationStabilityIndex(expectedCounts: ArrayLike<number>, actualCounts: ArrayLike<number>): number {
  const expected = shares(expectedCounts);
  const actual = shares(actualCounts);
  return expected.reduce((total, share, bin) => total + (actual[bin] - share) * Math.log(actual[bin] / share), 0);
}

/**
 * What the index of two samples of one distribution stays below in 9,999 of 10,000 cases: over 1/n + 1/m it is
 * distributed as χ² with one degree of freedom fewer than bins (B. Yurdakul, The Statistical Properties of the
 * Population Stability Index, 2018), whose quantile is Wilson and Hilferty's.
 */
export function stabilityIndexByChance(bins: number, expectedRows: number, actualRows: number): number {
  const degrees = Math.max(1, bins - 1);
  const deviations = 3.719;
  const spread = 2 / (9 * degrees);
  return degrees * (1 - spread + deviations * Math.sqrt(spread)) ** 3 * (1 / expectedRows + 1 / actualRows);
}

function shares(counts: ArrayLike<number>): number[] {
  const smoothed = Array.from(counts, (count) => count + 0.5);
  const total = smoothed.reduce((sum, count) => sum + count, 0);
  return smoothed.map((count) => count / total);
}
