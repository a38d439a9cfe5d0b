import {parseArgs} from "node:util";
import {UserError} from "../src/lib/errors.js";
import {nearestName} from "../src/lib/nearestName.js";

/** `--quiet`: given or not. */
interface Switch {
  kind: "switch";
  description: string;
}

/** `--name TEXT`; `repeated` options may be given several times and become a list. */
interface Text {
  kind: "text";
  description: string;
  /** What the help calls the value, such as `FILE`. */
  value?: string;
  default?: string;
  repeated?: boolean;
}

/** `--folds 5`: an integer, checked against its limits. */
interface Integer {
  kind: "integer";
  description: string;
  value?: string;
  default?: number;
  minimum?: number;
  maximum?: number;
}

export type Option = Switch | Text | Integer;
export type Options = Record<string, Option>;

type Given<O extends Option, Value> = O extends {default: unknown} ? Value : Value | undefined;

type OptionValue<O extends Option> = O extends Switch
  ? boolean
  : O extends {repeated: true}
    ? string[]
    : O extends Integer
      ? Given<O, number>
      : Given<O, string>;

type OptionValues<O extends Options> = {[Name in keyof O]: OptionValue<O[Name]>};

export interface Arguments<O extends Options> {
  options: OptionValues<O>;
  positionals: string[];
}

/**
 * Reads a command line by its table of options; `--option value` and `--option=value` mean the same.
 * @throws UserError unknown-option, missing-value, unexpected-value, not-an-integer, out-of-range
 */
export function parseArguments<O extends Options>(table: O, args: readonly string[]): Arguments<O> {
  const {tokens} = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(table).map(([name, {kind}]) => [name, {type: kind === "switch" ? "boolean" : "string"}])
    ),
    strict: false,
    allowPositionals: true,
    tokens: true
  });
  const texts = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const option = Object.hasOwn(table, token.name) ? table[token.name] : undefined;
    if (option === undefined) throw unknownOption(token.rawName, Object.keys(table));
    if (option.kind === "switch" && token.value !== undefined)
      throw new UserError("unexpected-value", `Option ${token.rawName} takes no value.`, {value: token.value});
    if (option.kind !== "switch" && (token.value === undefined || token.value === ""))
      throw new UserError("missing-value", `Option ${token.rawName} needs a value.`);
    texts.set(token.name, [...(texts.get(token.name) ?? []), token.value ?? ""]);
  }
  const values = Object.entries(table).map(([name, option]) => [name, readOption(name, option, texts.get(name))]);
  // readOption returns what OptionValue says of each kind; a mapped type cannot be built entry by entry.
  return {options: Object.fromEntries(values) as OptionValues<O>, positionals};
}

function readOption(name: string, option: Option, texts: string[] | undefined) {
  if (option.kind === "switch") return texts !== undefined;
  if (option.kind === "text" && option.repeated) return texts ?? [];
  const text = texts?.at(-1);
  if (text === undefined) return option.default;
  return option.kind === "integer" ? readInteger(name, option, text) : text;
}

function readInteger(
  name: string,
  {minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER}: Integer,
  text: string
): number {
  const number = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(number))
    throw new UserError("not-an-integer", `Option --${name} needs a whole number, not “${text}”.`, {value: text});
  if (number < minimum || number > maximum) {
    const limit = number < minimum ? `at least ${minimum}` : `at most ${maximum}`;
    throw new UserError("out-of-range", `Option --${name} must be ${limit}, not ${text}.`, {value: text});
  }
  return number;
}

function unknownOption(rawName: string, names: string[]): UserError {
  const near = nearestName(rawName.replace(/^-+/, ""), names);
  const hint = near === undefined ? "--help lists the options." : `Did you mean --${near}?`;
  return new UserError("unknown-option", `There is no option ${rawName}. ${hint}`);
}
