import {nearestName} from "../../nearestName.js";
import type {QueryField, QueryFields} from "./fields.js";
import type {Query} from "./query.js";

export type RowTest = (row: number) => boolean;

type Condition = Extract<Query, {kind: "condition"}>;

/**
 * Whether a row is one that the query asks for. A condition on a value that a row does not have is not met, whichever
 * way it compares; `missing` asks for such rows.
 * @param names by row, in which words alone are looked for
 */
export function matchQuery(query: Query | undefined, fields: QueryFields, names: readonly string[]): RowTest {
  if (query === undefined) return () => true;
  switch (query.kind) {
    case "and":
    case "or": {
      const tests = query.terms.map((term) => matchQuery(term, fields, names));
      return query.kind === "and"
        ? (row) => tests.every((test) => test(row))
        : (row) => tests.some((test) => test(row));
    }
    case "not": {
      const test = matchQuery(query.term, fields, names);
      return (row) => !test(row);
    }
    case "text": {
      const wanted = query.text.toLowerCase();
      return (row) => names[row].toLowerCase().includes(wanted);
    }
    case "condition": {
      const field = fields.find(query.field);
      return field === undefined ? () => false : matchCondition(query, field);
    }
  }
}

function matchCondition({operator, value}: Condition, {numbers, texts}: QueryField): RowTest {
  const textOf = (row: number) => texts?.[row];
  switch (value.kind) {
    case "missing": {
      const isMissing: RowTest = (row) => Number.isNaN(numbers[row]) && textOf(row) === undefined;
      return operator === "=" ? isMissing : (row) => !isMissing(row);
    }
    case "text": {
      const wanted = value.text.toLowerCase();
      const isContained = operator === "~" || operator === "!~";
      const isWanted = operator === "=" || operator === "~";
      return (row) => {
        const text = textOf(row)?.toLowerCase();
        return text !== undefined && (isContained ? text.includes(wanted) : text === wanted) === isWanted;
      };
    }
    case "date":
      return matchSpan(operator, numbers, value.from, value.until - 1);
    default: {
      // Parameters are compared as they were set; what was measured, as it is shown.
      const rounding = texts === undefined && (operator === "=" || operator === "!=") ? value.rounding : 0;
      return matchSpan(operator, numbers, value.number - rounding, value.number + rounding);
    }
  }
}

/** Compares with a span of values that all count as one. */
function matchSpan(operator: string, numbers: ArrayLike<number>, low: number, high: number): RowTest {
  switch (operator) {
    case "<":
      return (row) => numbers[row] < low;
    case "<=":
      return (row) => numbers[row] <= high;
    case ">":
      return (row) => numbers[row] > high;
    case ">=":
      return (row) => numbers[row] >= low;
    case "=":
      return (row) => numbers[row] >= low && numbers[row] <= high;
    default:
      return (row) => numbers[row] < low || numbers[row] > high;
  }
}

/** Of a query that finds nothing: a value that no row has, and the one that was probably meant. */
export function unknownValue(query: Query | undefined, fields: QueryFields): {value: string; near: string} | undefined {
  if (query === undefined || query.kind === "text") return undefined;
  if (query.kind === "not") return unknownValue(query.term, fields);
  if (query.kind !== "condition") {
    for (const term of query.terms) {
      const found = unknownValue(term, fields);
      if (found) return found;
    }
    return undefined;
  }
  const field = fields.find(query.field);
  if (field === undefined || query.value.kind !== "text" || query.operator !== "=") return undefined;
  const texts = fields.textsOf(field);
  const near = texts.has(query.value.text.toLowerCase()) ? undefined : nearestName(query.value.text, texts.values());
  return near === undefined ? undefined : {value: query.value.text, near};
}
