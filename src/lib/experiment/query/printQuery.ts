import {missing} from "./parseValue.js";
import type {Query, QueryValue} from "./query.js";
import {quoteIfNeeded} from "./tokens.js";
import {parseNumber} from "./values.js";

/** The text of a query, which `parseQuery` reads back as the same. */
export function printQuery(query: Query | undefined): string {
  return query === undefined ? "" : print(query);
}

function print(query: Query): string {
  switch (query.kind) {
    case "and":
      return query.terms.map((term) => enclose(term, term.kind === "or")).join(" and ");
    case "or":
      return query.terms.map((term) => enclose(term, term.kind === "or")).join(" or ");
    case "not":
      return `not ${enclose(query.term, query.term.kind === "and" || query.term.kind === "or")}`;
    case "text":
      return quoteIfNeeded(query.text);
    case "condition":
      return `${quoteIfNeeded(query.field)} ${query.operator} ${printValue(query.value)}`;
  }
}

const enclose = (query: Query, isEnclosed: boolean): string => (isEnclosed ? `(${print(query)})` : print(query));

function printValue(value: QueryValue): string {
  if (value.kind === "missing") return missing;
  if (value.kind !== "text") return value.text;
  const {text} = value;
  const isMistakable = text.toLowerCase() === missing || parseNumber(text) !== undefined;
  return isMistakable ? `"${text}"` : quoteIfNeeded(text);
}
