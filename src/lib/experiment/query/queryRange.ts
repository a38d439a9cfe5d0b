import type {QueryField} from "./fields.js";
import type {ComparisonOperator, Query, QueryValue} from "./query.js";

/** Both ends count as within. */
export interface QueryRange {
  low: number;
  high: number;
}

const isOf = (term: Query, field: QueryField, operators: readonly ComparisonOperator[]): boolean =>
  term.kind === "condition" && term.field === field.name && operators.includes(term.operator);

const termsOf = (query: Query | undefined): readonly Query[] =>
  query === undefined ? [] : query.kind === "and" ? query.terms : [query];

const bounds: readonly ComparisonOperator[] = [">", ">=", "<", "<="];

/** The range of a field that every row of the query lies in, as far as it is said by conditions side by side. */
export function rangeOf(query: Query | undefined, field: QueryField): QueryRange | undefined {
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  for (const term of termsOf(query)) {
    if (!isOf(term, field, bounds) || term.kind !== "condition") continue;
    const value = numberOf(term.value, term.operator);
    if (value === undefined) continue;
    if (term.operator.startsWith(">")) low = Math.max(low, value);
    else high = Math.min(high, value);
  }
  return low === Number.NEGATIVE_INFINITY && high === Number.POSITIVE_INFINITY ? undefined : {low, high};
}

function numberOf(value: QueryValue, operator: ComparisonOperator): number | undefined {
  if (value.kind === "date") return operator === "<" || operator === ">=" ? value.from : value.until - 1;
  return value.kind === "number" || value.kind === "duration" ? value.number : undefined;
}

/** The query with another range of a field, in place of the one that it has; without one where there is none. */
export function withRange(
  query: Query | undefined,
  field: QueryField,
  range?: {low: QueryValue; high: QueryValue}
): Query | undefined {
  const added: Query[] = range
    ? [
        {kind: "condition", field: field.name, operator: ">=", value: range.low},
        {kind: "condition", field: field.name, operator: "<=", value: range.high}
      ]
    : [];
  return withTerms(query, field, bounds, added);
}

/** The query with one text of a field asked for, or with none. */
export function withText(query: Query | undefined, field: QueryField, text?: string): Query | undefined {
  const added: Query[] =
    text === undefined ? [] : [{kind: "condition", field: field.name, operator: "=", value: {kind: "text", text}}];
  return withTerms(query, field, ["="], added);
}

/** The text of a field that the query asks for, if it is one. */
export function textOf(query: Query | undefined, field: QueryField): string | undefined {
  const term = termsOf(query).find((each) => isOf(each, field, ["="]));
  return term?.kind === "condition" && term.value.kind === "text" ? term.value.text : undefined;
}

function withTerms(
  query: Query | undefined,
  field: QueryField,
  replaced: readonly ComparisonOperator[],
  added: readonly Query[]
): Query | undefined {
  const terms = [...termsOf(query).filter((term) => !isOf(term, field, replaced)), ...added];
  return terms.length > 1 ? {kind: "and", terms} : terms[0];
}
