// What the values of a query are written as. All are pure functions of the text: dates are UTC, as on the pages.

/** A number as people write it: `0.89`, `1,000`, `1e-3`, `.5`, `−2`, `56%`; undefined for what is none. */
export function parseNumber(text: string): number | undefined {
  const match = /^([+\-−]?)(\d{1,3}(?:,\d{3})+|\d*)(\.\d*)?(e[+\-−]?\d+)?(%?)$/i.exec(text);
  if (!match || !/\d/.test(`${match[2]}${match[3] ?? ""}`)) return undefined;
  const [, sign, whole, fraction = "", exponent = "", percent] = match;
  const digits = `${whole.replaceAll(",", "")}${fraction}`;
  const value = Number(`${sign.replace("−", "-")}${digits}${exponent.replace("−", "-")}`) / (percent ? 100 : 1);
  return Number.isFinite(value) ? value : undefined;
}

/** Half of the last digit that is written: what is shown as 0.8877 is found by `= 0.8877`. */
export function roundingOf(text: string): number {
  const [, fraction = "", exponent = "0"] = /^[^.e]*(?:\.(\d*))?(?:e([+\-−]?\d+))?/i.exec(text) ?? [];
  return 0.5 * 10 ** (Number(exponent.replace("−", "-")) - fraction.length - (text.endsWith("%") ? 2 : 0));
}

const units: readonly {names: readonly string[]; milliseconds: number}[] = [
  {names: ["ms", "millisecond", "milliseconds"], milliseconds: 1},
  {names: ["s", "sec", "secs", "second", "seconds"], milliseconds: 1000},
  {names: ["min", "mins", "m", "minute", "minutes"], milliseconds: 60_000},
  {names: ["h", "hr", "hrs", "hour", "hours"], milliseconds: 3_600_000},
  {names: ["d", "day", "days"], milliseconds: 86_400_000}
];

export interface Duration {
  milliseconds: number;
  /** Half of the last unit or digit that is written, in milliseconds. */
  rounding: number;
  text: string;
}

/** A time that something took: `5 min`, `90 s`, `1 h 30 min`, `250ms`; a bare number is seconds. */
export function parseDuration(text: string): Duration | undefined {
  const compact = text.trim();
  if (compact === "") return undefined;
  const parts = [...compact.matchAll(/\s*([\d.,]+(?:e[+-]?\d+)?)\s*([a-z]*)/gi)];
  if (parts.map(([part]) => part).join("") !== compact) return undefined;
  let milliseconds = 0;
  let rounding = 0;
  const words: string[] = [];
  for (const [, digits, name] of parts) {
    const number = parseNumber(digits);
    const unit = name === "" ? units[1] : units.find(({names}) => names.includes(name.toLowerCase()));
    if (number === undefined || unit === undefined || (name === "" && parts.length > 1)) return undefined;
    milliseconds += number * unit.milliseconds;
    rounding = roundingOf(digits) * unit.milliseconds;
    words.push(`${digits} ${unit.names[0]}`);
  }
  return Number.isFinite(milliseconds) ? {milliseconds, rounding, text: words.join(" ")} : undefined;
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** A span of time, from its first millisecond to before `until`. */
export interface DateSpan {
  from: number;
  until: number;
}

/** A year, month, day, minute or second: `2026`, `2026-11`, `2026-11-24`, `24 November 2026`, `2026-11-24 14:05`. */
export function parseDate(text: string): DateSpan | undefined {
  const iso = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?Z?)?)?)?$/i.exec(text);
  if (iso) return span(...iso.slice(1).map((part) => (part === undefined ? undefined : Number(part))));
  const words = /^(?:(\d{1,2})\.?\s+)?([a-z]+)\.?,?\s+(?:(\d{1,2}),?\s+)?(\d{4})$/i.exec(text);
  if (!words || (words[1] !== undefined && words[3] !== undefined)) return undefined;
  const [, before, name, after, year] = words;
  const month = name.length < 3 ? -1 : months.indexOf(name.slice(0, 3).toLowerCase());
  const day = before ?? after;
  return month < 0 ? undefined : span(Number(year), month + 1, day === undefined ? undefined : Number(day));
}

function span(...[year = 0, month, day, hour, minute, second]: (number | undefined)[]): DateSpan | undefined {
  const from = Date.UTC(year, (month ?? 1) - 1, day ?? 1, hour ?? 0, minute ?? 0, second ?? 0);
  const date = new Date(from);
  // Date.UTC takes the 31st of February for a day of March.
  if (date.getUTCMonth() !== (month ?? 1) - 1 || date.getUTCDate() !== (day ?? 1)) return undefined;
  if ((hour ?? 0) > 23 || (minute ?? 0) > 59 || (second ?? 0) > 59) return undefined;
  if (month === undefined) return {from, until: Date.UTC(year + 1, 0, 1)};
  if (day === undefined) return {from, until: Date.UTC(year, month, 1)};
  if (hour === undefined) return {from, until: from + 86_400_000};
  return {from, until: from + (second === undefined ? 60_000 : 1000)};
}
