/** Width of a character in a chart's text, on average, in pixels. */
const characterWidth = 6.6;

export interface Tick {
  position: number;
  label: string;
}

/** Texts longer than this are cut. */
const longest = 14;

/** A label that does not push others away. */
export const shortLabel = (label: string, limit = longest): string =>
  label.length > limit ? `${label.slice(0, limit - 1)}…` : label;

/** Width of a text in a chart, roughly: for placing it, not for measuring. */
export const textWidth = (text: string): number => text.length * characterWidth;

/**
 * The ticks whose labels find room along an axis of this length, in pixels: the first and the last before those
 * between them. Labels that are cut are as long as there is room for.
 */
export function thinTicks(ticks: readonly Tick[], {length}: {length: number}): Tick[] {
  const limit = Math.max(7, Math.min(longest, Math.floor(length / Math.max(1, ticks.length) / characterWidth)));
  const short = ticks.map(({position, label}) => ({position, label: shortLabel(label, limit)}));
  const kept: Tick[] = [];
  const fits = (a: Tick, b: Tick) =>
    Math.abs(a.position - b.position) * length >= (textWidth(a.label) + textWidth(b.label)) / 2 + 4;
  for (const tick of [short[0], short.at(-1), ...short.slice(1, -1)])
    if (tick !== undefined && !kept.includes(tick) && kept.every((other) => fits(tick, other))) kept.push(tick);
  return kept.toSorted((a, b) => a.position - b.position);
}
