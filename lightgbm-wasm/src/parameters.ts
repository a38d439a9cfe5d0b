import {LightGBMError} from "./error.js";
import {nearest} from "./nearest.js";
import {type LightGBMParams, type ParameterRule, parameterTable} from "./parameterTable.js";

export type ParamValue = number | string | boolean | readonly (number | string)[];

type Alias = (typeof parameterTable)[keyof LightGBMParams]["aliases"][number];

/** LightGBM's parameters under LightGBM's names or their aliases: `{objective: "binary", num_leaves: 31}`. */
export type Params = Readonly<LightGBMParams> & {readonly [alias in Alias]?: ParamValue};

/** Parameters under LightGBM's own names, with values that can be. */
export type CheckedParams = Readonly<Record<string, ParamValue>>;

const rules = new Map<string, ParameterRule>(Object.entries(parameterTable));
const names = new Map<string, string>(
  Object.entries(parameterTable).flatMap(([name, {aliases}]) => [name, ...aliases].map((alias) => [alias, name]))
);

/**
 * Checks parameters and puts LightGBM's own names in place of aliases; what is undefined is left out. Throws a
 * `LightGBMError` that names an unknown parameter, with the nearest known one, or a value that cannot be.
 */
export function checkParams(params: Readonly<Record<string, unknown>>): CheckedParams {
  const checked: Record<string, ParamValue> = {};
  for (const [given, value] of Object.entries(params)) {
    if (value === undefined) continue;
    const name = names.get(given);
    const rule = name === undefined ? undefined : rules.get(name);
    if (name === undefined || rule === undefined) {
      const guess = nearest(given, names.keys());
      throw new LightGBMError(`LightGBM has no parameter "${given}"${guess ? `; did you mean "${guess}"?` : "."}`);
    }
    if (name in checked) throw new LightGBMError(`The parameter ${name} is given twice, once as ${given}.`);
    checked[name] = checkValue(given, value, rule);
  }
  return checked;
}

/** Narrows parameters from elsewhere, such as a file or a command line, to `Params`. */
export function readParams(params: Readonly<Record<string, unknown>>): Params {
  return checkParams(params);
}

/** Keeps of a loaded model's parameters those that this package knows and that are set. */
export function loadedParams(json: string): CheckedParams {
  const params: Record<string, unknown> = {};
  for (const [name, value] of Object.entries<unknown>(JSON.parse(json))) {
    const isEmpty = value === "" || (Array.isArray(value) && value.length === 0);
    if (name in parameterTable && !isEmpty) params[name] = value;
  }
  return checkParams(params);
}

/** Whether a parameter that is true or false is given as true. */
export function isTrue(value: ParamValue | undefined): boolean {
  return value === true || value === "true" || value === "+";
}

/** Writes checked parameters the way LightGBM's C API reads them: `name=value name=value`. */
export function formatParams(params: CheckedParams): string {
  return Object.entries(params)
    .map(([name, value]) => `${name}=${isList(value) ? value.join(",") : String(value)}`)
    .join(" ");
}

/**
 * What this package sets where the caller does not: silence, one thread, and histograms by column. LightGBM would
 * measure at run time which of two layouts is faster; a measurement must not have a say in results.
 */
export function withDefaults(params: CheckedParams): CheckedParams {
  const defaults = {verbosity: -1, num_threads: 1, ...params};
  return "force_row_wise" in params || "force_col_wise" in params ? defaults : {...defaults, force_col_wise: true};
}

function checkValue(name: string, value: unknown, {kind, checks = [], words}: ParameterRule): ParamValue {
  if (!isParamValue(value) || !fits(value, kind)) {
    throw new LightGBMError(`The parameter ${name} must be ${descriptions[kind]}, not ${JSON.stringify(value)}.`);
  }
  // LightGBM splits its parameters at white space; a value with a blank would silently become two settings.
  if (/\s/.test(String(value))) throw new LightGBMError(`The parameter ${name} must not have blanks ("${value}").`);
  const broken = checks.find((check) => !holds(Number(value), check));
  if (broken !== undefined) throw new LightGBMError(`The parameter ${name} must be ${broken}, not ${value}.`);
  if (words !== undefined) checkWords(name, value, words);
  return value;
}

/** LightGBM passes over words that it does not know, such as a misspelt metric. */
function checkWords(name: string, value: ParamValue, known: readonly string[]): void {
  for (const word of String(value).split(",")) {
    if (word === "" || known.includes(word.toLowerCase())) continue;
    const guess = nearest(word, known);
    throw new LightGBMError(`LightGBM has no ${name} "${word}"${guess ? `; did you mean "${guess}"?` : "."}`);
  }
}

const descriptions: Record<ParameterRule["kind"], string> = {
  integer: "an integer",
  number: "a number",
  boolean: "true or false",
  text: "text",
  enum: "a name",
  numbers: "a list of numbers",
  texts: "a list of names"
};

/** Numbers may also come as text, as LightGBM takes them. */
function fits(value: ParamValue, kind: ParameterRule["kind"]): boolean {
  if (kind === "texts") return typeof value === "string" || isList(value);
  if (kind === "numbers") return !isList(value) || value.every(isNumeric);
  if (isList(value)) return false;
  if (kind === "integer") return isNumeric(value) && Number.isInteger(Number(value));
  if (kind === "number") return isNumeric(value);
  if (kind === "boolean") return typeof value === "boolean" || /^(true|false|[+-])$/.test(String(value));
  return kind === "text" ? typeof value !== "boolean" : typeof value === "string";
}

function isNumeric(value: ParamValue): boolean {
  return (typeof value === "number" || typeof value === "string") && value !== "" && !Number.isNaN(Number(value));
}

function isList(value: ParamValue): value is readonly (number | string)[] {
  return Array.isArray(value);
}

function isParamValue(value: unknown): value is ParamValue {
  const isScalar = (item: unknown): boolean => typeof item === "number" || typeof item === "string";
  return isScalar(value) || typeof value === "boolean" || (Array.isArray(value) && value.every(isScalar));
}

function holds(value: number, check: string): boolean {
  const [, operator, text] = /^([<>]=?)\s*(\S+)$/.exec(check) ?? [];
  const bound = Number(text);
  if (operator === ">") return value > bound;
  if (operator === ">=") return value >= bound;
  return operator === "<" ? value < bound : value <= bound;
}
