import {QueryError} from "./queryError.js";

export type TokenKind = "word" | "quoted" | "operator" | "open" | "close" | "comma";

/** A piece of a query's text, from `start` to before `end`. */
export interface Token {
  kind: TokenKind;
  /** A quoted text without its quotes; an operator in its one spelling. */
  text: string;
  start: number;
  end: number;
}

/** The spellings of operators. */
const operators: Readonly<Record<string, string>> = {
  "==": "=",
  "<>": "!=",
  "≠": "!=",
  "≥": ">=",
  "=>": ">=",
  "≤": "<=",
  "=<": "<=",
  "=~": "~"
};

const space = /\s+/y;
const operator = />=|<=|=>|=<|!=|<>|==|=~|!~|[=<>~≥≤≠]/y;
const quoted = /(["'`])((?:(?!\1)[^\\]|\\.)*)\1|“((?:[^”\\]|\\.)*)”/sy;
// A comma within a word may be that of thousands; one at its end parts. Quotes part after a dot: metrics."log loss".
const word = /(?:,(?=[^\s(),<>=~!≥≤≠])|!(?![=~])|(?<!\.)["'`“]|[^\s(),<>=~!≥≤≠"'`“])+/y;
const punctuation: Readonly<Record<string, TokenKind>> = {"(": "open", ")": "close", ",": "comma"};

/** @throws QueryError query-syntax for a quote that is not closed, unless `lenient`: then it closes at the end */
export function tokenize(text: string, {lenient = false}: {lenient?: boolean} = {}): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  const add = (kind: TokenKind, length: number, content: string) => {
    tokens.push({kind, text: content, start: at, end: at + length});
    at += length;
  };
  while (at < text.length) {
    const gap = match(space);
    if (gap) {
      at += gap[0].length;
      continue;
    }
    const sign = match(operator);
    if (sign) {
      add("operator", sign[0].length, operators[sign[0]] ?? sign[0]);
      continue;
    }
    const quote = match(quoted);
    if (quote) {
      add("quoted", quote[0].length, (quote[2] ?? quote[3] ?? "").replace(/\\(.)/gs, "$1"));
      continue;
    }
    const character = text[at];
    if (/["'`“]/.test(character)) {
      if (!lenient) throw new QueryError("query-syntax", "The quote is not closed.", at, text.length);
      add("quoted", text.length - at, text.slice(at + 1));
      continue;
    }
    const kind = punctuation[character];
    if (kind) add(kind, 1, character);
    else add("word", match(word)?.[0].length ?? 1, match(word)?.[0] ?? character);
  }
  return tokens;
}

const keywords = ["and", "or", "not"];

/** `and`, `or` or `not`, however it is written; undefined for what is none. */
export function keywordOf(token: Token | undefined): string | undefined {
  if (token?.kind !== "word") return undefined;
  const text = token.text.toLowerCase();
  if (keywords.includes(text)) return text;
  if (text === "&&" || text === "&") return "and";
  return text === "||" || text === "|" ? "or" : undefined;
}

/** What comparisons are written in words. */
const wordOperators: Readonly<Record<string, string>> = {contains: "~", like: "~", ilike: "~", is: "=", in: "in"};

/** The operator that a token is; a word is one only after a name, which is for the caller to see. */
export function operatorOf(token: Token | undefined): string | undefined {
  if (token?.kind === "operator") return token.text;
  const text = token?.kind === "word" ? token.text.toLowerCase() : "";
  return Object.hasOwn(wordOperators, text) ? wordOperators[text] : undefined;
}

/** A text as a query has to write it so that it is read as one word. */
export function quoteIfNeeded(text: string): string {
  const isPlain = /^[\p{L}\p{N}_.\-+/@#%$&*:;^]+$/u.test(text) && text !== "&";
  const token = {kind: "word", text, start: 0, end: 0} as const;
  if (isPlain && keywordOf(token) === undefined && operatorOf(token) === undefined) return text;
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}
