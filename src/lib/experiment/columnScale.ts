/** Where values lie along an axis, as shares of its length from 0 to 1. */
export interface ColumnScale {
  low: number;
  high: number;
  isLogarithmic: boolean;
  share: (value: number) => number;
  invert: (share: number) => number;
}

/** From this ratio of the largest to the smallest on, positive values are shown by their logarithm. */
const wideRatio = 50;

/**
 * The scale of some values; NaN is none. Undefined where there are none.
 * @param options.padding  share of the axis that is left free at either end
 */
export function columnScale(
  values: Iterable<number>,
  {padding = 0, canBeLogarithmic = true}: {padding?: number; canBeLogarithmic?: boolean} = {}
): ColumnScale | undefined {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return undefined;
  const isLogarithmic = canBeLogarithmic && low > 0 && high / low >= wideRatio;
  const to = isLogarithmic ? Math.log : (value: number) => value;
  const from = isLogarithmic ? Math.exp : (value: number) => value;
  const [start, end] = widened(to(low), to(high), padding);
  return {
    low: from(start),
    high: from(end),
    isLogarithmic,
    share: (value) => (to(value) - start) / (end - start),
    invert: (share) => from(start + share * (end - start))
  };
}

function widened(low: number, high: number, padding: number): [number, number] {
  const extent = high - low;
  // One value alone lies in the middle.
  const margin = extent > 0 ? extent * padding : Math.abs(low) / 100 || 1;
  return [low - margin, high + margin];
}

/** Round numbers on a linear axis, about as many as asked for. */
export function niceTicks(low: number, high: number, count: number): number[] {
  const rough = (high - low) / Math.max(1, count);
  if (!(rough > 0) || !Number.isFinite(rough)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => power * factor >= rough) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  // Multiples of a decimal are not exact; the digits beyond the step's are noise.
  return Array.from({length: Math.max(0, last - first + 1)}, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
