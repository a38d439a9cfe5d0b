import type {QueryField} from "./fields.js";
import type {QueryValue} from "./query.js";
import {parseDate, parseDuration, parseNumber, roundingOf} from "./values.js";

/**
 * A bound as a query has it, with no more digits than it takes to tell it from values `step` away; rounded outwards, so
 * that it includes the value.
 */
export function boundValue(
  {kind}: Pick<QueryField, "kind">,
  value: number,
  {step, side}: {step: number; side: "low" | "high"}
): QueryValue {
  if (kind === "date") return dateValue(value);
  if (kind === "duration") {
    const text = `${roundOutwards(value / 1000, step / 1000, side)} s`;
    const duration = parseDuration(text);
    return {kind: "duration", number: duration?.milliseconds ?? value, rounding: duration?.rounding ?? 0, text};
  }
  const text = roundOutwards(value, step, side);
  return {kind: "number", number: parseNumber(text) ?? value, rounding: roundingOf(text), text};
}

function dateValue(value: number): QueryValue {
  const text = new Date(value).toISOString().slice(0, 16).replace("T", " ");
  const span = parseDate(text);
  return {kind: "date", from: span?.from ?? value, until: span?.until ?? value + 1, text};
}

function roundOutwards(value: number, step: number, side: "low" | "high"): string {
  const decimals = Math.max(0, Math.min(15, Math.ceil(-Math.log10(Math.max(step, 1e-15)))));
  const unit = 10 ** -decimals;
  const units = Number((value / unit).toPrecision(12));
  return ((side === "low" ? Math.floor(units) : Math.ceil(units)) * unit).toFixed(decimals);
}
