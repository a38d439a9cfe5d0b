import {type CommandDescription, placeholder} from "./help.js";
import type {Options} from "./options.js";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * npm takes options that stand before `--` for its own, and hands them on as variables such as `npm_config_set`; the
 * command would run without them. Of `--set a=1` it takes the first half, and leaves `a=1` among the words.
 * @returns how the command line should have been written, or undefined if npm took none of the command's options
 */
export function unswallow<O extends Options>(
  {name, positionals = [], options}: CommandDescription<O>,
  words: readonly string[],
  env: Environment
): string | undefined {
  // Variables of another script that started this one are not about it.
  if (env.npm_lifecycle_event !== name) return undefined;
  const swallowed = Object.entries(options).flatMap(([option, table]) => {
    const text = env[`npm_config_${variableOf(option)}`];
    return text === undefined ? [] : [{option, table, texts: text.split("\n\n")}];
  });
  if (swallowed.length === 0) return undefined;

  const known = positionals.at(-1)?.repeated ? words.length : positionals.length;
  const surplus = words.slice(known);
  const isHalf = (text: string) => text === "true";
  const halves = swallowed.filter(({table, texts}) => table.kind !== "switch" && texts.some(isHalf));
  // Of several halves, which word belongs to which option is lost.
  const [rest] = halves.length === 1 && surplus.length === 1 ? surplus : [];
  const spelled = swallowed.flatMap(({option, table, texts}) => {
    if (table.kind === "switch") return [`--${option}`];
    const value = (text: string) => (isHalf(text) ? (rest ?? placeholder(table)) : text);
    return texts.map((text) => `--${option} ${quote(value(text))}`);
  });
  return ["npm run", name, "--", ...words.slice(0, known).map(quote), ...spelled].join(" ");
}

/** Of `--no-wait` npm makes `wait`, set to nothing. */
const variableOf = (option: string) => option.replace(/^no-/, "").replaceAll("-", "_").toLowerCase();

/** A word as a shell takes it. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
