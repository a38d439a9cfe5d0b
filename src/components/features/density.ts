import type {FeatureProfile} from "../../lib/profile/featureProfile.js";

/**
 * One bin of a feature: densities are shares of the file's rows by unit of the feature, so that areas add up to 1.
 * Edges are in units of `axisUnit`.
 */
export interface DensityBin {
  low: number;
  high: number;
  trainRows: number;
  testRows: number;
  trainDensity: number;
  testDensity: number;
  /** Share of target 1 among the bin's training rows; absent for an empty bin. */
  targetRate?: number;
}

type Counts = Pick<FeatureProfile, "edges" | "trainCounts" | "testCounts" | "positiveCounts">;

/** A power of ten that brings edges of extreme size to a size that charts can draw; 1 for all others. */
export function axisUnit({edges}: Pick<FeatureProfile, "edges">): {unit: number; exponent: number} {
  const most = Math.max(...edges.map(Math.abs));
  if (most === 0 || (most > 1e-50 && most < 1e50)) return {unit: 1, exponent: 0};
  const exponent = Math.max(-300, Math.floor(Math.log10(most)));
  return {unit: 10 ** exponent, exponent};
}

/** The feature's name at an axis, with the unit where it is not 1. */
export function axisLabel(feature: Pick<FeatureProfile, "name" | "edges">): string {
  const {exponent} = axisUnit(feature);
  return exponent === 0 ? feature.name : `${feature.name} (in units of 1e${exponent})`.replace("e-", "e−");
}

/** Whether there is anything to draw. */
export function hasValues({trainCounts, testCounts}: Pick<FeatureProfile, "trainCounts" | "testCounts">): boolean {
  return [...trainCounts, ...testCounts].some((count) => count > 0);
}

export function densityBins({edges, trainCounts, testCounts, positiveCounts}: Counts): DensityBin[] {
  const total = (counts: number[]) => counts.reduce((sum, count) => sum + count, 0) || 1;
  const trainTotal = total(trainCounts);
  const testTotal = total(testCounts);
  const {unit} = axisUnit({edges});
  return trainCounts.map((trainRows, i) => {
    const low = edges[i] / unit;
    const high = edges[i + 1] / unit;
    const size = high - low || 1;
    return {
      low,
      high,
      trainRows,
      testRows: testCounts[i],
      trainDensity: trainRows / trainTotal / size,
      testDensity: testCounts[i] / testTotal / size,
      ...(trainRows > 0 && {targetRate: positiveCounts[i] / trainRows})
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
