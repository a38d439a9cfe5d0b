/** Buckets of equal width, among which the kernel finds a value's: round(clamp(value * scale + shift, 0, top)). */
export interface Grid {
  scale: number;
  shift: number;
  /** By bucket: how many thresholds are in the buckets before it. */
  first: Uint16Array;
  /** The most thresholds in one bucket; 0: there are no buckets, the kernel searches. */
  steps: number;
  /** About the time that it takes, in steps. */
  cost: number;
}

const mostBuckets = 2048;
const search: Grid = {scale: 1, shift: 0, first: new Uint16Array(1), steps: 0, cost: 8};
/** How many outlying thresholds to leave out at the lower end and at the upper one. */
const trims = [0, 1, 2, 4].flatMap((low) => [0, 1, 2, 4].map((high) => [low, high]));
/** Adding it rounds to an integer. */
const magic = 2 ** 52;

/**
 * Chooses the grid on which few thresholds share a bucket. The operations are the kernel's, and each of them is
 * monotone: a smaller value is never in a later bucket. So the thresholds in earlier buckets are below a value, those
 * in later buckets are above it, and those in its own bucket it is compared with.
 */
export function chooseGrid(thresholds: Float64Array): Grid {
  let best = gridOf(thresholds, 0, 0, 1) ?? search;
  for (const [low, high] of trims) {
    for (let count = 16; count <= mostBuckets && best.steps !== 1; count *= 2) {
      const grid = gridOf(thresholds, low, high, count);
      if (grid && grid.cost < best.cost) best = grid;
    }
    // Outliers stretch the grid: without them it may be finer where it matters.
    if (best.steps <= 2) break;
  }
  return best.cost < search.cost ? best : search;
}

function gridOf(thresholds: Float64Array, trimLow: number, trimHigh: number, count: number): Grid | undefined {
  const finite = thresholds[thresholds.length - 1] === Infinity ? thresholds.length - 1 : thresholds.length;
  const low = thresholds[trimLow];
  const range = thresholds[finite - 1 - trimHigh] - low;
  const scale = count === 1 ? 1 : (count - 1) / range;
  const shift = count === 1 ? 0 : -low * scale;
  if (!(scale > 0 && Number.isFinite(scale) && Number.isFinite(shift))) return undefined;
  const inBucket = new Uint16Array(count);
  for (const threshold of thresholds) {
    inBucket[Math.min(Math.max(0, threshold * scale + shift), count - 1) + magic - magic]++;
  }
  const first = new Uint16Array(count);
  let steps = Math.max(1, inBucket[0]);
  for (let b = 1; b < count; b++) {
    first[b] = first[b - 1] + inBucket[b - 1];
    steps = Math.max(steps, inBucket[b]);
  }
  return {scale, shift, first, steps, cost: steps + count / mostBuckets};
}
