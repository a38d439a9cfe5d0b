import {UserError} from "../errors.js";

/** A value out of a JSON file and the way to it, such as `metrics.auc.mean`. */
export interface JsonValue {
  value: unknown;
  path: string;
}

/** Reads one value of a known type, or throws the `UserError` that says what is there instead. */
export type Read<T> = (json: JsonValue) => T;

export const readText: Read<string> = (json) =>
  typeof json.value === "string" && json.value !== "" ? json.value : expected("a text", json);

export function readNumber(from = -Infinity, to = Infinity): Read<number> {
  return (json) =>
    typeof json.value === "number" && json.value >= from && json.value <= to
      ? json.value
      : expected(describeRange(from, to), json);
}

function describeRange(from: number, to: number): string {
  if (to < Infinity) return `a number from ${from} to ${to}`;
  return from > -Infinity ? `a number, ${from} or more` : "a number";
}

export const readCount: Read<number> = (json) =>
  typeof json.value === "number" && Number.isSafeInteger(json.value) && json.value >= 0
    ? json.value
    : expected("a whole number, 0 or more", json);

export function readOneOf<T extends string | number>(...choices: readonly T[]): Read<T> {
  return (json) => choices.find((choice) => choice === json.value) ?? expected(choices.join(" or "), json);
}

export function readList<T>(read: Read<T>): Read<T[]> {
  return (json) =>
    Array.isArray(json.value)
      ? json.value.map((value: unknown, index) => read({value, path: `${json.path}[${index}]`}))
      : expected("a list", json);
}

/** The entries of an object whose keys are data. */
export function readEntries<T>(read: Read<T>): Read<[key: string, value: T][]> {
  return (json) =>
    Object.entries(readObject(json)).map(([key, value]) => [key, read({value, path: join(json.path, key)})]);
}

/** A field of an object whose keys are known. */
export function readField<T>(json: JsonValue, name: string, read: Read<T>): T {
  const object = readObject(json);
  return read({value: Object.hasOwn(object, name) ? object[name] : undefined, path: join(json.path, name)});
}

function readObject(json: JsonValue): Record<string, unknown> {
  return isObject(json.value) ? json.value : expected("an object", json);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

/** @throws {UserError} always: `manifest-missing-field` or `manifest-bad-field`, with the path as the column. */
export function expected(what: string, {value, path}: JsonValue): never {
  const place = {file: "manifest.json", column: path};
  if (value === undefined) throw new UserError("manifest-missing-field", `The manifest has no \`${path}\`.`, place);
  throw new UserError("manifest-bad-field", `The manifest's \`${path}\` should be ${what}.`, {
    ...place,
    value: JSON.stringify(value)
  });
}
