/** Ticks on an axis of numbers: the values themselves where they are few and apart, else round numbers between them. */
export function axisTicks(sorted: readonly number[], scale: "linear" | "log"): number[] {
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  const along = scale === "log" ? Math.log : (value: number) => value;
  const gap = (i: number) => (along(sorted[i]) - along(sorted[i - 1])) / (along(high) - along(low));
  if (sorted.length <= 5 && sorted.every((value, i) => tickLabel(value).length <= 6 && (i === 0 || gap(i) >= 0.15)))
    return [...sorted];
  return scale === "log" ? logarithmicTicks(low, high) : linearTicks(low, high);
}

/** Multiples of 1, 2 or 5 times a power of ten within the range, about four. */
function linearTicks(low: number, high: number): number[] {
  const raw = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= raw * 0.99) ?? raw;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({length: last - first + 1}, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Powers of ten within the range, at most five; with their doubles and halves where there are fewer than two. */
function logarithmicTicks(low: number, high: number): number[] {
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const within = (factors: readonly number[]) =>
    Array.from({length: last - first + 1}, (_, i) => factors.map((factor) => Number(`${factor}e${first + i}`)))
      .flat()
      .filter((value) => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9));
  const powers = within([1]);
  if (powers.length < 2) return within([1, 2, 5]);
  const every = Math.ceil(powers.length / 5);
  return powers.filter((_, i) => i % every === 0);
}

/** 0.005, 1,000, 1e−5: four significant digits, in exponents where zeros would take over. */
function tickLabel(value: number, decimals = 0): string {
  const rounded = Number(value.toPrecision(4));
  const size = Math.abs(rounded);
  if (size >= 1e6 || (size > 0 && size < 1e-3)) return rounded.toExponential().replace("e+", "e").replaceAll("-", "−");
  return rounded.toLocaleString("en-US", {maximumFractionDigits: 6, minimumFractionDigits: decimals}).replace("-", "−");
}

/** Labels of ticks; of round numbers on a linear scale with the same number of decimals. */
export function tickLabels(ticks: readonly number[], scale: "linear" | "log", sorted: readonly number[]): string[] {
  const areValues = ticks.length === sorted.length;
  const decimals =
    scale === "log" || areValues ? 0 : Math.max(...ticks.map((tick) => tickLabel(tick).split(".")[1]?.length ?? 0));
  return ticks.map((tick) => tickLabel(tick, decimals));
}
