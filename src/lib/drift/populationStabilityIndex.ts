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

function shares(counts: ArrayLike<number>): number[] {
  const smoothed = Array.from(counts, (count) => count + 0.5);
  const total = smoothed.reduce((sum, count) => sum + count, 0);
  return smoothed.map((count) => count / total);
}
