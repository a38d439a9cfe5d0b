import {LightGBMError} from "./error.js";
import {nearest} from "./nearest.js";

/** Refuses what is not a whole number from `least` on. */
export function checkInteger(name: string, value: number, least: number, greatest = 2 ** 31 - 1): void {
  if (Number.isInteger(value) && value >= least && value <= greatest) return;
  const range = greatest < 2 ** 31 - 1 ? `from ${least} to ${greatest}` : `from ${least} on`;
  throw new LightGBMError(`${name} must be a whole number ${range}, not ${describe(value)}.`);
}

/** The entry of `choices` with a name that callers without types may have misspelt. */
export function choose<Choice extends string, T>(name: string, value: Choice, choices: Readonly<Record<Choice, T>>): T {
  if (Object.hasOwn(choices, value)) return choices[value];
  const names = Object.keys(choices);
  const guess = names.find((known) => known.startsWith(String(value))) ?? nearest(String(value), names);
  const hint = guess ? `did you mean "${guess}"?` : `there are ${names.map((known) => `"${known}"`).join(", ")}.`;
  throw new LightGBMError(`There is no ${name} ${describe(value)}; ${hint}`);
}

/** A value as an error may quote it. */
export function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 40));
  if (typeof value !== "object" || value === null) return String(value);
  const name = value.constructor?.name ?? "record";
  return `${/^[AEIO]/.test(name) ? "an" : "a"} ${name}`;
}
