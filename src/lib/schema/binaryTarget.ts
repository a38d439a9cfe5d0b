import {UserError} from "../errors.js";

/** The two values of a target, as they are written. */
export interface TargetValues {
  /** Of target 1. */
  positive: string;
  /** Of target 0. */
  negative: string;
  /** Why this one is the positive one. */
  reason: string;
}

/** Pairs of words of which the first means that something is the case. */
const knownPairs: readonly (readonly [string, string])[] = [
  ["yes", "no"],
  ["true", "false"],
  ["y", "n"],
  ["t", "f"],
  ["positive", "negative"],
  ["pos", "neg"]
];

/**
 * Which of a target's two values is the positive one: the one that was asked for; else the greater of two numbers, the
 * affirmative of two words that are known, or the rarer one.
 * @param counts  how often each value is there; undefined where there are too many to count
 * @throws UserError target-not-binary, positive-unknown
 */
export function targetValues(
  column: string,
  counts: ReadonlyMap<string, number> | undefined,
  {positive, file}: {positive?: string; file?: string} = {}
): TargetValues {
  const [first, second, ...others] = [...(counts ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
  if (first === undefined || second === undefined || others.length > 0) {
    const values = [...(counts?.keys() ?? [])].slice(0, 5).map((value) => `“${value}”`);
    const number = counts === undefined ? "too many values" : `${counts.size} value${counts.size === 1 ? "" : "s"}`;
    const examples = values.length > 0 ? ` (${values.join(", ")}${(counts?.size ?? 0) > 5 ? ", …" : ""})` : "";
    const message = `Column \`${column}\` has ${number}${examples}; a target has two. Name another column with --target.`;
    throw new UserError("target-not-binary", message, {file, column});
  }
  const [[a, m], [b, n]] = [first, second];
  const choose = (chosen: string, reason: string) => ({positive: chosen, negative: chosen === a ? b : a, reason});
  if (positive !== undefined) {
    const asked = [a, b].find((value) => isSame(value, positive));
    if (asked !== undefined) return choose(asked, "as asked");
    throw new UserError("positive-unknown", `Column \`${column}\` has “${a}” and “${b}”, not “${positive}”.`, {
      file,
      column,
      value: positive
    });
  }
  if (isNumber(a) && isNumber(b)) return choose(Number(a) > Number(b) ? a : b, "the greater one");
  const pair = knownPairs.find((words) => words.includes(a.toLowerCase()) && words.includes(b.toLowerCase()));
  if (pair !== undefined) return choose(a.toLowerCase() === pair[0] ? a : b, "by its meaning");
  return choose(m < n ? a : b, m === n ? "the later by its letters, as both are as frequent" : "the rarer one");
}

function isNumber(text: string): boolean {
  return text !== "" && Number.isFinite(Number(text));
}

function isSame(value: string, asked: string): boolean {
  const [a, b] = [value, asked.trim()];
  return a === b || a.toLowerCase() === b.toLowerCase() || (isNumber(a) && isNumber(b) && Number(a) === Number(b));
}
