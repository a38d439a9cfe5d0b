import type {FeatureProfile} from "../../lib/profile/featureProfile.js";

/** One bin of a feature: densities are shares of the file's rows by unit of the feature, so that areas add up to 1. */
export interface DensityBin {
  low: number;
  high: number;
  trainRows: number;
  testRows: number;
  trainDensity: number;
  testDensity: number;
  /** Share of target 1 among the bin's training rows; NaN for an empty bin. */
  targetRate: number;
}

type Counts = Pick<FeatureProfile, "edges" | "trainCounts" | "testCounts" | "positiveCounts">;

export function densityBins({edges, trainCounts, testCounts, positiveCounts}: Counts): DensityBin[] {
  const total = (counts: number[]) => counts.reduce((sum, count) => sum + count, 0) || 1;
  const trainTotal = total(trainCounts);
  const testTotal = total(testCounts);
  return trainCounts.map((trainRows, i) => {
    const low = edges[i];
    const high = edges[i + 1];
    const size = high - low || 1;
    return {
      low,
      high,
      trainRows,
      testRows: testCounts[i],
      trainDensity: trainRows / trainTotal / size,
      testDensity: testCounts[i] / testTotal / size,
      targetRate: trainRows ? positiveCounts[i] / trainRows : Number.NaN
    };
  });
}

/**
 * Where to begin and end an axis: the outermost bins take the tails and may be very wide, so an outer bin that is
 * more than three times as wide as its neighbour is cut there.
 */
export function displayRange(bins: readonly DensityBin[]): [number, number] {
  const size = ({low, high}: DensityBin) => high - low;
  const first = bins[0];
  const last = bins[bins.length - 1];
  if (bins.length < 3) return [first.low, last.high];
  const low = size(first) > 3 * size(bins[1]) ? first.high - 3 * size(bins[1]) : first.low;
  const high = size(last) > 3 * size(bins[bins.length - 2]) ? last.low + 3 * size(bins[bins.length - 2]) : last.high;
  return [low, high];
}
