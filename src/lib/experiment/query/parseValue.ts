import {hasNumbers, type QueryField, type QueryFields} from "./fields.js";
import type {ComparisonOperator, QueryValue} from "./query.js";
import {QueryError} from "./queryError.js";
import {keywordOf, type Token} from "./tokens.js";
import {parseDate, parseDuration, parseNumber, roundingOf} from "./values.js";

/** Asks for rows without a value, where it is not in quotes. */
export const missing = "missing";

/** The most words that a value or name without quotes has. */
export const longestPhrase = 6;

interface Comparison {
  field: QueryField;
  operator: ComparisonOperator;
  /** The operator itself, for messages. */
  sign: Token;
}

/** A value, and how many tokens it is written with. */
interface ParsedValue {
  value: QueryValue;
  length: number;
}

/**
 * The value that `tokens` begin with.
 * @throws QueryError query-syntax where there is none, query-bad-value where it is not of the field's kind
 */
export function parseValue(tokens: readonly Token[], comparison: Comparison, fields: QueryFields): ParsedValue {
  const {field, operator, sign} = comparison;
  const [first] = tokens;
  if (first === undefined || (first.kind !== "word" && first.kind !== "quoted") || keywordOf(first) !== undefined) {
    const place = first === undefined ? sign.end : first.start;
    const quoted = keywordOf(first) === undefined ? "" : `; a value “${first?.text}” has to be in quotes`;
    throw new QueryError("query-syntax", `A value is missing after ${field.name} ${operator}${quoted}.`, place, place);
  }
  if (first.kind === "word" && first.text.toLowerCase() === missing) {
    if (operator === "=" || operator === "!=") return {value: {kind: "missing"}, length: 1};
    throw badValue(first, `“missing” can only be compared with = and !=.`);
  }
  if (operator === "~" || operator === "!~") return parseContained(tokens, comparison, fields);
  if (field.kind === "duration") return parseLongest(tokens, 8, toDuration) ?? refuse(first, field);
  if (field.kind === "date") return parseLongest(tokens, 3, toDate) ?? refuse(first, field);
  const number = first.kind === "word" ? toNumber(tokens) : undefined;
  if (number && (field.kind === "number" || hasNumbers(field))) return number;
  if (field.kind === "number" && field.texts === undefined) return refuse(first, field);
  if (operator !== "=" && operator !== "!=") {
    if (hasNumbers(field)) return refuse(first, field);
    throw badValue(sign, `${field.name} is text: compare it with =, != or ~.`);
  }
  return parseText(tokens, field, fields);
}

function parseContained(tokens: readonly Token[], {field, sign}: Comparison, fields: QueryFields): ParsedValue {
  if (field.texts === undefined)
    throw badValue(sign, `${sign.text} looks for text, and ${field.name} has none: use =, !=, <, <=, > or >=.`);
  const {value, length} = parseText(tokens, field, fields);
  // MLflow's LIKE has signs for any characters around what it looks for.
  const isLike = value.kind === "text" && /like$/i.test(sign.text);
  return {value: isLike ? {kind: "text", text: value.text.replace(/^%|%$/g, "")} : value, length};
}

/** Words without quotes are one value where the field has it. */
function parseText(tokens: readonly Token[], field: QueryField, fields: QueryFields): ParsedValue {
  const known = fields.textsOf(field);
  const phrase = parseLongest(tokens, longestPhrase, (text): QueryValue | undefined =>
    known.has(text.toLowerCase()) ? {kind: "text", text} : undefined
  );
  return tokens[0].kind === "quoted" || !phrase ? {value: {kind: "text", text: tokens[0].text}, length: 1} : phrase;
}

function toNumber([first, second]: readonly Token[]): ParsedValue | undefined {
  const percent = second?.kind === "word" && second.text === "%" && !first.text.endsWith("%");
  const text = percent ? `${first.text}%` : first.text;
  const number = parseNumber(text);
  if (number === undefined) return undefined;
  return {value: {kind: "number", number, rounding: roundingOf(text), text}, length: percent ? 2 : 1};
}

function toDuration(text: string): QueryValue | undefined {
  const duration = parseDuration(text);
  if (duration === undefined) return undefined;
  const {milliseconds, rounding, text: written} = duration;
  return {kind: "duration", number: milliseconds, rounding, text: written};
}

function toDate(text: string): QueryValue | undefined {
  const span = parseDate(text);
  return span && {kind: "date", ...span, text};
}

/** The value of as many words as make one. */
function parseLongest(
  tokens: readonly Token[],
  most: number,
  parse: (text: string) => QueryValue | undefined
): ParsedValue | undefined {
  if (tokens[0].kind === "quoted") {
    const value = parse(tokens[0].text);
    return value && {value, length: 1};
  }
  const end = tokens.findIndex((token) => token.kind !== "word" || keywordOf(token) !== undefined);
  for (let length = Math.min(most, end < 0 ? tokens.length : end); length > 0; --length) {
    const words = tokens.slice(0, length).map(({text}) => text);
    const value = parse(words.join(" "));
    if (value) return {value, length};
  }
  return undefined;
}

const badValue = (token: Token, message: string) => new QueryError("query-bad-value", message, token.start, token.end);

const examples = {
  text: "",
  number: "is a number",
  duration: "is a duration, such as 5 min or 90 s",
  date: "is a date, such as 2026-11-24 or 24 November 2026"
} as const;

function refuse(token: Token, {name, kind}: QueryField): never {
  const what = kind === "text" ? "is compared with numbers here" : examples[kind];
  throw badValue(token, `${name} ${what}; “${token.text}” is not one.`);
}
