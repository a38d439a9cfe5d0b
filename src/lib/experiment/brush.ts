import {type AxisValue, numberOf, type ParameterAxis} from "./parameterAxis.js";
import {printQuery} from "./query/printQuery.js";
import type {ComparisonOperator, Query} from "./query/query.js";
import {roundingOf} from "./query/values.js";

/** A part of an axis, from 0 to 1. */
export interface Brush {
  low: number;
  high: number;
}

/** Whether a position lies in the brushed part; everything does where there is none. */
export const isWithin = (position: number, brush: Brush | undefined): boolean =>
  brush === undefined || (position >= brush.low && position <= brush.high);

/**
 * The condition that keeps what a brush keeps: `num_leaves >= 4 and num_leaves <= 31`. Bounds have as few digits as
 * keep the same values. Undefined where the brush keeps everything, or nothing.
 * @param field  as queries call the values
 * @param values of the runs on the axis, as logged
 */
export function brushCondition(
  field: string,
  values: readonly AxisValue[],
  axis: ParameterAxis,
  brush: Brush
): Query | undefined {
  const distinct = [...new Set(values.map((value) => numberOf(value) ?? value))];
  const kept = distinct.filter((value) => isWithin(axis.position(value), brush));
  if (kept.length === 0 || kept.length === distinct.length) return undefined;
  // A zero beside a logarithmic scale has a place, and is the lowest number all the same.
  const hasPlace = (value: AxisValue) => axis.span === undefined || typeof value !== "number";
  const numbers = (among: readonly AxisValue[]) =>
    among.filter((value) => typeof value === "number" && !hasPlace(value)).map(Number);
  const terms = [
    ...rangeTerms(field, numbers(distinct), numbers(kept)),
    ...kept.filter(hasPlace).map((value) => equals(field, value))
  ];
  return terms.length > 1 ? {kind: "or", terms} : terms[0];
}

function equals(field: string, value: AxisValue): Query {
  if (typeof value === "number") return compare(field, "=", value);
  return {
    kind: "condition",
    field,
    operator: "=",
    value: value === undefined ? {kind: "missing"} : {kind: "text", text: value}
  };
}

function compare(field: string, operator: ComparisonOperator, number: number): Query {
  const text = String(number);
  return {kind: "condition", field, operator, value: {kind: "number", number, rounding: roundingOf(text), text}};
}

function rangeTerms(field: string, all: readonly number[], kept: readonly number[]): Query[] {
  if (kept.length === 0) return [];
  const low = Math.min(...kept);
  const high = Math.max(...kept);
  if (low === high) return [compare(field, "=", low)];
  const below = Math.max(...all.filter((value) => value < low));
  const above = Math.min(...all.filter((value) => value > high));
  const terms = [
    ...(Number.isFinite(below)
      ? [
          compare(
            field,
            ">=",
            fewestDigits(low, (bound) => bound <= low && bound > below)
          )
        ]
      : []),
    ...(Number.isFinite(above)
      ? [
          compare(
            field,
            "<=",
            fewestDigits(high, (bound) => bound >= high && bound < above)
          )
        ]
      : [])
  ];
  // Where all numbers are kept, the bound leaves out the values that are none.
  if (terms.length === 0) return [compare(field, ">=", low)];
  return terms.length > 1 ? [{kind: "and", terms}] : terms;
}

/** A number that people write as it is. */
const shortest = 6;

/** A number near this one that does as well, in fewer digits. */
function fewestDigits(value: number, isGood: (bound: number) => boolean): number {
  if (String(value).length <= shortest) return value;
  const magnitude = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  for (let digits = 1; digits <= 16; ++digits) {
    const rounded = Number(value.toPrecision(digits));
    const unit = 10 ** (magnitude - digits + 1);
    const near = [rounded, rounded - unit, rounded + unit].map((bound) => Number(bound.toPrecision(digits)));
    const good = near.find(isGood);
    if (good !== undefined) return good;
  }
  return value;
}

const termsOf = (query: Query | undefined): readonly Query[] =>
  query === undefined ? [] : query.kind === "and" ? query.terms.flatMap(termsOf) : [query];

/** A query that asks for the conditions as well, in place of those that were added before. */
export function withConditions(
  query: Query | undefined,
  added: readonly Query[],
  before: readonly Query[]
): Query | undefined {
  const replaced = new Set(before.flatMap(termsOf).map(printQuery));
  const terms = [...termsOf(query).filter((term) => !replaced.has(printQuery(term))), ...added.flatMap(termsOf)];
  return terms.length > 1 ? {kind: "and", terms} : terms[0];
}

/** Whether a query asks for all these conditions. */
export function hasConditions(query: Query | undefined, conditions: readonly Query[]): boolean {
  const asked = new Set(termsOf(query).map(printQuery));
  return conditions.flatMap(termsOf).every((term) => asked.has(printQuery(term)));
}
