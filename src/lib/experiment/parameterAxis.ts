import {axisTicks, tickLabels} from "./axisTicks.js";

/** What is put on an axis: a parameter as it was logged, a metric's mean, or nothing. */
export type AxisValue = string | number | undefined;

/** Where the values of one parameter or metric lie on a line from 0 to 1. */
export interface ParameterAxis {
  scale: "linear" | "log" | "ordinal";
  /** Where the numbers lie, from the smallest to the largest; undefined where all values have places. */
  span: readonly [number, number] | undefined;
  /**
   * Values with a place of their own, in their order: texts, a zero beside a logarithmic scale, and at the end
   * `undefined` for runs without a value.
   */
  places: readonly {value: AxisValue; position: number}[];
  /** Of numbers and of places, in the order of their positions. */
  ticks: readonly {position: number; label: string}[];
  /** NaN for a value that was not among those that made the axis, and is no number either. */
  position(value: AxisValue): number;
}

/** The number that a logged text stands for, if it does for one. */
export function numberOf(value: AxisValue): number | undefined {
  if (value === undefined || (typeof value === "string" && value.trim() === "")) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** What stands at the place of runs without a value. */
const missingLabel = "missing";

/**
 * Chooses the scale by the values. Numbers lie on a line, logarithmic where they span a factor of ten or more and their
 * median is nearer to the middle in logarithms. Texts have places of their own: beside the numbers (“None”), or, where
 * they are the larger part, instead of them.
 */
export function parameterAxis(values: readonly AxisValue[]): ParameterAxis {
  const distinct = new Set(values.map((value) => numberOf(value) ?? value));
  const isMissing = distinct.delete(undefined);
  const numbers = [...distinct].filter((value) => typeof value === "number").sort((a, b) => a - b);
  const texts = [...distinct].filter((value) => typeof value === "string");
  if (numbers.length < 2 || texts.length > numbers.length) {
    const all = [...distinct].map(String).toSorted((a, b) => a.localeCompare(b, "en", {numeric: true}));
    return placesOnly(isMissing ? [...all, undefined] : all);
  }
  const positive = numbers[0] === 0 ? numbers.slice(1) : numbers;
  const scale = isLogarithmic(positive) ? "log" : "linear";
  const before = scale === "log" && numbers[0] === 0 ? [0] : [];
  const after = [
    ...texts.toSorted((a, b) => a.localeCompare(b, "en", {numeric: true})),
    ...(isMissing ? [undefined] : [])
  ];
  return withNumbers(scale, before.length > 0 ? positive : numbers, before, after);
}

function isLogarithmic(sorted: readonly number[]): boolean {
  const low = sorted[0];
  const high = sorted[sorted.length - 1];
  if (sorted.length < 3 || !(low > 0) || high / low < 10) return false;
  const median = (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
  const fromMiddle = (f: (value: number) => number) => Math.abs((f(median) - f(low)) / (f(high) - f(low)) - 0.5);
  return fromMiddle(Math.log) < fromMiddle((value) => value);
}

function placesOnly(values: readonly (string | undefined)[]): ParameterAxis {
  const places = values.map((value, i) => ({value, position: (i + 0.5) / values.length}));
  const positions = new Map(places.map(({value, position}) => [value, position]));
  return {
    scale: "ordinal",
    span: undefined,
    places,
    ticks: places.map(({value, position}) => ({position, label: value ?? missingLabel})),
    position: (value) => positions.get(value === undefined ? undefined : String(numberOf(value) ?? value)) ?? Number.NaN
  };
}

/** Share of the line for a place, and for all places together at most. */
const placeShare = 0.12;
const placesShare = 0.5;

function withNumbers(
  scale: "linear" | "log",
  sorted: readonly number[],
  before: readonly number[],
  after: readonly (string | undefined)[]
): ParameterAxis {
  const share = Math.min(placeShare, placesShare / (before.length + after.length));
  const start = before.length * share;
  const end = 1 - after.length * share;
  const places: {value: AxisValue; position: number}[] = [
    ...before.map((value, i) => ({value, position: (i + 0.3) * share})),
    ...after.map((value, i) => ({value, position: end + (i + 0.7) * share}))
  ];
  const positions = new Map(places.map(({value, position}) => [value, position]));
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  const along = scale === "log" ? Math.log : (value: number) => value;
  const place = (value: number) => start + ((along(value) - along(low)) / (along(high) - along(low))) * (end - start);
  const values = axisTicks(sorted, scale);
  const labels = tickLabels(values, scale, sorted);
  return {
    scale,
    span: [start, end],
    places,
    ticks: [
      ...values.map((value, i) => ({position: place(value), label: labels[i]})),
      ...places.map(({value, position}) => ({position, label: value === undefined ? missingLabel : String(value)}))
    ].toSorted((a, b) => a.position - b.position),
    position(value) {
      const number = numberOf(value);
      return positions.get(number ?? value) ?? (number === undefined ? Number.NaN : place(number));
    }
  };
}
