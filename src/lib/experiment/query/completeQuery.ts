import {hasNumbers, normalizeName, type QueryField, type QueryFields} from "./fields.js";
import {longestPhrase} from "./parseValue.js";
import {keywordOf, operatorOf, quoteIfNeeded, type Token, tokenize} from "./tokens.js";
import {parseNumber} from "./values.js";

export interface Completion {
  /** What it puts into the text. */
  insert: string;
  /** What it is of, such as “metric” or “model”. */
  detail: string;
}

/** What can stand at the caret, in place of the text from `start` to before `end`. */
export interface Completions {
  start: number;
  end: number;
  options: Completion[];
}

interface CompleteOptions {
  /** What is said of a field beside its name. */
  describe?: (field: QueryField) => string;
  limit?: number;
}

/** Names, operators and values that the text at the caret may become; the likeliest first. */
export function completeQuery(
  text: string,
  caret: number,
  fields: QueryFields,
  {describe = () => "", limit = 8}: CompleteOptions = {}
): Completions {
  const tokens = tokenize(text, {lenient: true});
  const current = tokens.find(
    ({kind, start, end}) => (kind === "word" || kind === "quoted") && start < caret && caret <= end
  );
  const before = tokens.filter(({end}) => end <= (current?.start ?? caret));
  const start = current?.start ?? caret;
  const typed = current ? text.slice(start, caret).replace(/^["'`“]/, "") : "";
  const options = optionsAfter(before, typed, fields, describe);
  const isTyped = ({insert}: Completion) => current?.text.toLowerCase() === insert.toLowerCase();
  return {start, end: current?.end ?? caret, options: options.filter((option) => !isTyped(option)).slice(0, limit)};
}

function optionsAfter(
  before: readonly Token[],
  typed: string,
  fields: QueryFields,
  describe: (field: QueryField) => string
): Completion[] {
  const last = before.at(-1);
  if (last && operatorOf(last) !== undefined) {
    const field = fieldBefore(before.slice(0, -1), fields);
    return field ? valuesOf(field, typed, fields) : [];
  }
  const names = namesFor(typed, fields, describe);
  if (last === undefined || last.kind === "open" || last.kind === "comma" || keywordOf(last) !== undefined)
    return typed === "" ? names : [...names, ...wordsFor(typed, ["not"])];
  const named = fieldBefore(before, fields);
  if (typed === "" && named && operatorOf(before.at(-2)) === undefined) return operatorsOf(named);
  return typed === "" ? wordsFor("", ["and", "or"]) : [...wordsFor(typed, ["and", "or"]), ...names];
}

/** The field that the tokens end with the name of. */
function fieldBefore(tokens: readonly Token[], fields: QueryFields): QueryField | undefined {
  for (let length = Math.min(longestPhrase, tokens.length); length > 0; --length) {
    const field = fields.find(
      tokens
        .slice(-length)
        .map(({text}) => text)
        .join(" ")
    );
    if (field) return field;
  }
  return undefined;
}

function namesFor(typed: string, fields: QueryFields, describe: (field: QueryField) => string): Completion[] {
  const wanted = normalizeName(typed);
  const rank = ({name, aliases}: QueryField): number => {
    const names = [name, ...aliases].map(normalizeName);
    if (names.some((known) => known.startsWith(wanted))) return 0;
    if (names.some((known) => known.includes(`_${wanted}`))) return 1;
    return names.some((known) => known.includes(wanted)) ? 2 : 3;
  };
  return fields.all
    .map((field) => ({field, rank: rank(field)}))
    .filter(({rank}) => rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .map(({field}) => ({insert: quoteIfNeeded(field.name), detail: describe(field)}));
}

const wordsFor = (typed: string, words: readonly string[]): Completion[] =>
  words.filter((word) => word.startsWith(typed.toLowerCase())).map((insert) => ({insert, detail: ""}));

function operatorsOf(field: QueryField): Completion[] {
  const comparing = field.kind !== "text" || hasNumbers(field) ? [">", ">=", "<", "<=", "="] : ["=", "!=", "~"];
  return comparing.map((insert) => ({insert, detail: insert === "~" ? "contains" : ""}));
}

/** Texts of a field by how often they occur; of numbers that were measured there are too many. */
function valuesOf(field: QueryField, typed: string, fields: QueryFields): Completion[] {
  if (field.texts === undefined) return [];
  const counts = new Map<string, number>();
  for (const text of field.texts) {
    const known = text === undefined ? undefined : fields.textsOf(field).get(text.toLowerCase());
    if (known !== undefined) counts.set(known, (counts.get(known) ?? 0) + 1);
  }
  const wanted = typed.toLowerCase();
  return [...counts]
    .filter(([text]) => text.toLowerCase().includes(wanted))
    .sort(
      ([a, x], [b, y]) =>
        Number(b.toLowerCase().startsWith(wanted)) - Number(a.toLowerCase().startsWith(wanted)) || y - x
    )
    .map(([text, count]) => ({
      insert: parseNumber(text) !== undefined && hasNumbers(field) ? text : quoteIfNeeded(text),
      detail: `${count} ${count === 1 ? "run" : "runs"}`
    }));
}
