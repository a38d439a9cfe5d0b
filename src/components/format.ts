import type {Interval, Spread} from "../lib/metrics/spread.js";

// Numbers carry the digits that they deserve, and the same ones on every page.

const count = new Intl.NumberFormat("en-US");
const minus = (text: string) => text.replace("-", "−");

/** 20,000 */
export const formatCount = (value: number): string => minus(count.format(value));

/** Stands where a number does not exist; what it is not known of says why. */
export const noValue = "–";

/** A measured value, not a metric: −3.07; 4.11e−320 where decimals would say nothing. */
export function formatValue(value: number | undefined, digits = 2): string {
  if (value === undefined) return noValue;
  const size = Math.abs(value);
  if (size >= 1e9 || (size > 0 && size < 1e-9)) return value.toExponential(2).replaceAll("-", "−").replace("+", "");
  return formatDecimals(value, digits);
}

/** 12.30, −0.5; never −0.0 */
export function formatDecimals(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace("-", "") : minus(text);
}

/** A metric with the digits of its definition: 0.8785 */
export const formatMetric = (value: number | undefined, digits = 4): string =>
  value === undefined ? noValue : formatDecimals(value, digits);

/** 95 % interval −0.0005 to 0.0119 */
export const formatInterval = ({low, high}: Pick<Interval, "low" | "high">, digits = 4): string =>
  `95 % interval ${formatMetric(low, digits)} to ${formatMetric(high, digits)}`;

/** 10.1 % */
export const formatPercent = (share: number, digits = 1): string => `${formatDecimals(100 * share, digits)} %`;

/** +0.0123, −0.0123, ±0.0000: a difference always carries its sign. */
export function formatDelta(delta: number, digits = 4): string {
  const size = Math.abs(delta).toFixed(digits);
  return Number(size) === 0 ? `±${size}` : `${delta < 0 ? "−" : "+"}${size}`;
}

/** 0.8785 ± 0.0042 */
export const formatSpread = ({mean, standardDeviation}: Spread): string =>
  `${formatMetric(mean)} ± ${formatMetric(standardDeviation)}`;

/** 1 min 52 s, 4.2 s, 850 ms */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 9_950) return `${(milliseconds / 1_000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const date = new Intl.DateTimeFormat("en-GB", {day: "numeric", month: "long", year: "numeric", timeZone: "UTC"});

/** 23 November 2026 (UTC) */
export const formatDate = (time: number): string => date.format(time);

const dateTime = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC"
});

/** 23 Nov 2026, 14:05 (UTC) */
export const formatDateTime = (time: number): string => dateTime.format(time);

/** 14.2 MB; decimal units, as file managers show them */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  const unit = bytes < 1e6 ? {name: "kB", size: 1e3} : bytes < 1e9 ? {name: "MB", size: 1e6} : {name: "GB", size: 1e9};
  const value = bytes / unit.size;
  return `${value.toFixed(value < 10 ? 1 : 0)} ${unit.name}`;
}

/** 1 row, 2 rows */
export const formatRows = (rows: number): string => `${formatCount(rows)} ${rows === 1 ? "row" : "rows"}`;

/** 1 run, 7 runs */
export const formatRuns = (runs: number): string => `${formatCount(runs)} ${runs === 1 ? "run" : "runs"}`;
