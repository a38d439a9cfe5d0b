import {UserError} from "../../src/lib/errors.js";
import {nearestName} from "../../src/lib/nearestName.js";

/** What a parameter may be: a number of a range, or one of some words. */
export type ParameterRule = {minimum: number; maximum: number; integer?: boolean} | {words: readonly string[]};

/** The parameters of a model with some of them changed. @throws UserError unknown-parameter */
export function changeParams<Params extends object>(
  params: Params,
  rules: Readonly<Record<keyof Params & string, ParameterRule>>,
  changes: Readonly<Record<string, unknown>>
): Params {
  for (const [name, value] of Object.entries(changes)) {
    const rule = isKnown(rules, name) ? rules[name] : refuseName(name, Object.keys(rules));
    const fault = faultOf(value, rule);
    if (fault !== undefined)
      throw new UserError("unknown-parameter", `The parameter ${name} must be ${fault}, not ${String(value)}.`, {
        value: String(value)
      });
  }
  return {...params, ...changes};
}

function isKnown<Name extends string>(rules: Readonly<Record<Name, ParameterRule>>, name: string): name is Name {
  return Object.hasOwn(rules, name);
}

function refuseName(name: string, names: readonly string[]): never {
  const near = nearestName(name, names);
  const hint = near === undefined ? `It has ${names.join(", ")}.` : `Did you mean ${near}?`;
  throw new UserError("unknown-parameter", `The model has no parameter ${name}. ${hint}`, {value: name});
}

function faultOf(value: unknown, rule: ParameterRule): string | undefined {
  if ("words" in rule)
    return typeof value === "string" && rule.words.includes(value) ? undefined : rule.words.join(" or ");
  const {minimum, maximum, integer = false} = rule;
  if (typeof value === "number" && value >= minimum && value <= maximum && (!integer || Number.isInteger(value)))
    return undefined;
  return `${integer ? "an integer" : "a number"} from ${minimum} to ${maximum}`;
}
