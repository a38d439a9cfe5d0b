import {nearestName} from "../../nearestName.js";
import type {QueryField, QueryFields} from "./fields.js";
import {longestPhrase, parseValue} from "./parseValue.js";
import type {ComparisonOperator, Query} from "./query.js";
import {QueryError} from "./queryError.js";
import {keywordOf, operatorOf, quoteIfNeeded, type Token, tokenize} from "./tokens.js";
import {parseNumber} from "./values.js";

const longestQuery = 4000;
const deepestNesting = 50;
const comparisons: readonly string[] = ["=", "!=", "<", "<=", ">", ">=", "~", "!~"];
const mirrored: Readonly<Record<string, string>> = {"<": ">", "<=": ">=", ">": "<", ">=": "<="};

const isComparison = (text: string | undefined): text is ComparisonOperator =>
  text !== undefined && comparisons.includes(text);

/**
 * Reads what people type: `auc > 0.89 and model = lightgbm-tuned`, with `or`, `not` and parentheses; conditions side
 * by side have to hold all. A word alone is text to find in the name.
 * @returns undefined for an empty text
 * @throws QueryError query-syntax, query-unknown-name, query-bad-value
 */
export function parseQuery(text: string, fields: QueryFields): Query | undefined {
  if (text.length > longestQuery)
    throw new QueryError("query-syntax", `A query has at most ${longestQuery} characters.`, longestQuery, text.length);
  const tokens = tokenize(text);
  if (tokens.length === 0) return undefined;
  const parser = new Parser(tokens, fields);
  const query = parser.or(0);
  const rest = parser.peek();
  if (rest) throw new QueryError("query-syntax", "There is no open parenthesis for this one.", rest.start, rest.end);
  return query;
}

class Parser {
  #at = 0;

  constructor(
    readonly tokens: readonly Token[],
    readonly fields: QueryFields
  ) {}

  peek(ahead = 0): Token | undefined {
    return this.tokens[this.#at + ahead];
  }

  or(depth: number): Query {
    const terms = [this.#and(depth)];
    while (keywordOf(this.peek()) === "or") {
      ++this.#at;
      terms.push(this.#and(depth));
    }
    return terms.length === 1 ? terms[0] : {kind: "or", terms};
  }

  #and(depth: number): Query {
    const terms = [this.#not(depth)];
    while (true) {
      const next = this.peek();
      if (next === undefined || next.kind === "close" || keywordOf(next) === "or") break;
      if (next.kind === "comma" || keywordOf(next) === "and") {
        ++this.#at;
        // A comma at the end is no mistake while more is being typed.
        if (next.kind === "comma" && this.peek() === undefined) break;
      }
      terms.push(this.#not(depth));
    }
    return terms.length === 1 ? terms[0] : {kind: "and", terms};
  }

  #not(depth: number): Query {
    const token = this.peek();
    if (depth > deepestNesting)
      throw new QueryError("query-syntax", "This is nested too deeply.", token?.start ?? 0, token?.end ?? 0);
    if (keywordOf(token) !== "not") return this.#term(depth);
    ++this.#at;
    return {kind: "not", term: this.#not(depth + 1)};
  }

  #term(depth: number): Query {
    const token = this.peek();
    if (token === undefined) throw this.#nothing();
    if (token.kind === "open") return this.#parenthesis(token, depth);
    if (token.kind === "operator")
      throw new QueryError("query-syntax", `A name is missing before ${token.text}.`, token.start, token.end);
    if (token.kind === "close" || token.kind === "comma" || keywordOf(token) !== undefined)
      throw new QueryError("query-syntax", `A condition is missing before “${token.text}”.`, token.start, token.end);
    return this.#condition(token);
  }

  #nothing(): QueryError {
    const last = this.tokens[this.#at - 1];
    const place = last?.end ?? 0;
    return new QueryError("query-syntax", `A condition is missing after “${last?.text ?? ""}”.`, place, place);
  }

  #parenthesis(open: Token, depth: number): Query {
    ++this.#at;
    const query = this.or(depth + 1);
    const close = this.peek();
    if (close === undefined)
      throw new QueryError("query-syntax", "The parenthesis is not closed.", open.start, open.end);
    ++this.#at;
    return query;
  }

  /** A condition, or where no operator follows, text to find. */
  #condition(first: Token): Query {
    const length = this.#phraseLength();
    const sign = this.peek(length);
    const operator = this.#operatorAt(length);
    if (sign === undefined || operator === undefined) {
      ++this.#at;
      return {kind: "text", text: first.text};
    }
    const flipped = this.#flipped(operator);
    if (flipped) return flipped;
    const words = this.tokens.slice(this.#at, this.#at + length);
    const skipped = words.findIndex((_, from) => this.#find(words.slice(from)) !== undefined);
    if (skipped > 0 || (skipped < 0 && length > 1)) {
      ++this.#at;
      return {kind: "text", text: first.text};
    }
    const field = this.#find(words) ?? this.#refuse(first);
    this.#at += length + 1;
    return operator === "in" ? this.#oneOf(field, sign) : this.#compare(field, operator, sign);
  }

  #find(words: readonly Token[]): QueryField | undefined {
    return this.fields.find(words.map(({text}) => text).join(words[0].text.endsWith(".") ? "" : " "));
  }

  /** How many words from here on may be a name. */
  #phraseLength(): number {
    if (this.peek()?.kind === "quoted") return 1;
    let length = 1;
    const isWord = (token: Token | undefined) =>
      token?.kind === "word" && keywordOf(token) === undefined && this.#operatorAt(length) === undefined;
    while (length < longestPhrase && isWord(this.peek(length))) ++length;
    // metrics."log loss", as MLflow writes it
    const last = this.peek(length - 1);
    const next = this.peek(length);
    return last?.text.endsWith(".") && next?.kind === "quoted" && next.start === last.end ? length + 1 : length;
  }

  /** Operators that are words need what they compare with, else they are words to find. */
  #operatorAt(ahead: number): string | undefined {
    const token = this.peek(ahead);
    const next = this.peek(ahead + 1);
    const operator = operatorOf(token);
    if (operator === "in") return next?.kind === "open" ? operator : undefined;
    if (token?.kind === "operator") return operator;
    return next?.kind === "word" || next?.kind === "quoted" ? operator : undefined;
  }

  /** `0.8 < auc` and `0.8 < auc < 0.9`. */
  #flipped(operator: string): Query | undefined {
    const [bound, sign, name] = this.tokens.slice(this.#at, this.#at + 3);
    if (!Object.hasOwn(mirrored, operator) || sign?.kind !== "operator" || name?.kind === "operator") return undefined;
    if (parseNumber(bound.text) === undefined || this.fields.find(bound.text)) return undefined;
    const field = name && this.fields.find(name.text);
    const turned = mirrored[operator];
    if (!field || !isComparison(turned)) return undefined;
    const {value} = parseValue([bound], {field, operator: turned, sign}, this.fields);
    const lower: Query = {kind: "condition", field: field.name, operator: turned, value};
    this.#at += 3;
    const next = this.peek();
    if (next?.kind !== "operator" || !isComparison(next.text)) return lower;
    ++this.#at;
    return {kind: "and", terms: [lower, this.#compare(field, next.text, next)]};
  }

  #compare(field: QueryField, operator: string, sign: Token): Query {
    if (!isComparison(operator)) throw new QueryError("query-syntax", "A list is missing.", sign.start, sign.end);
    const {value, length} = parseValue(this.tokens.slice(this.#at), {field, operator, sign}, this.fields);
    this.#at += length;
    return {kind: "condition", field: field.name, operator, value};
  }

  /** `model in (a, b)`. */
  #oneOf(field: QueryField, sign: Token): Query {
    ++this.#at;
    const terms: Query[] = [];
    while (this.peek() !== undefined && this.peek()?.kind !== "close") {
      const token = this.peek();
      if (token?.kind === "comma") ++this.#at;
      else terms.push(this.#compare(field, "=", sign));
    }
    const close = this.peek();
    if (close === undefined || terms.length === 0)
      throw new QueryError(
        "query-syntax",
        close === undefined ? "The list is not closed." : "The list is empty.",
        sign.start,
        close?.end ?? sign.end
      );
    ++this.#at;
    return terms.length === 1 ? terms[0] : {kind: "or", terms};
  }

  #refuse({text, start, end}: Token): never {
    const near = nearestName(text, this.fields.names());
    const suggestion = near === undefined ? undefined : quoteIfNeeded(this.fields.find(near)?.name ?? near);
    const ending = near === undefined ? "." : `; did you mean ${near}?`;
    throw new QueryError(
      "query-unknown-name",
      `There is no metric, parameter or column ${text}${ending}`,
      start,
      end,
      suggestion
    );
  }
}
