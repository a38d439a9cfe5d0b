import {UserError} from "./errors.js";

/** What a JSON text is, as errors name it. */
export interface JsonDocument {
  /** At the beginning of a sentence: “The manifest”. */
  title: string;
  file?: string;
  /** The first part of the errors' codes: `manifest` makes `manifest-not-json`, `manifest-bad-field`, …. */
  code: string;
}

/** A value out of a JSON document and the way to it, such as `metrics.auc.mean`. */
export interface JsonValue {
  value: unknown;
  path: string;
  document: JsonDocument;
}

/**
 * Parses the text of a document that is then read field by field with the readers below.
 * @throws UserError CODE-not-json
 */
export function parseDocument(text: string, document: JsonDocument): JsonValue {
  const value = parseJson(text);
  if (value !== undefined) return {value, path: "", document};
  throw new UserError(`${document.code}-not-json`, `${document.title} is not a JSON file.`, {file: document.file});
}

/** The value of a JSON text; undefined if it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The JSON text of a value, as `JSON.stringify` gives it but for numbers that are not finite: it makes null of them,
 * which a reader takes for something else.
 * @throws RangeError naming the field of such a number: a value that does not exist has to be absent by its type
 */
export function formatJson(value: unknown, indent?: number): string {
  return JSON.stringify(
    value,
    function (this: unknown, key: string, entry: unknown) {
      if (typeof entry === "number" && !Number.isFinite(entry)) {
        const owner = isRecord(this) && typeof this.name === "string" ? ` of ${this.name}` : "";
        throw new RangeError(`${key}${owner} is ${entry}, which JSON has no number for.`);
      }
      return entry;
    },
    indent
  );
}

/** Reads one value of a known type, or throws the `UserError` that says what is there instead. */
export type Read<T> = (json: JsonValue) => T;

export const readText: Read<string> = (json) =>
  typeof json.value === "string" && json.value !== "" ? json.value : expected("a text", json);

/** A text that may be empty. */
export const readAnyText: Read<string> = (json) => (json.value === "" ? "" : readText(json));

export const readFlag: Read<boolean> = (json) =>
  typeof json.value === "boolean" ? json.value : expected("true or false", json);

export function readNumber(from = -Infinity, to = Infinity): Read<number> {
  return (json) =>
    typeof json.value === "number" && Number.isFinite(json.value) && json.value >= from && json.value <= to
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
      ? json.value.map((value: unknown, index) => read({...json, value, path: `${json.path}[${index}]`}))
      : expected("a list", json);
}

/** The entries of an object whose keys are data. */
export function readEntries<T>(read: Read<T>): Read<[key: string, value: T][]> {
  return (json) =>
    Object.entries(readObject(json)).map(([key, value]) => [key, read({...json, value, path: join(json.path, key)})]);
}

/** What may be absent. */
export function readOptional<T>(read: Read<T>): Read<T | undefined> {
  return (json) => (json.value === undefined ? undefined : read(json));
}

/** A field of an object whose keys are known. */
export function readField<T>(json: JsonValue, name: string, read: Read<T>): T {
  const object = readObject(json);
  return read({
    ...json,
    value: Object.hasOwn(object, name) ? object[name] : undefined,
    path: join(json.path, name)
  });
}

function readObject(json: JsonValue): Record<string, unknown> {
  return isRecord(json.value) ? json.value : expected("an object", json);
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

/** @throws {UserError} always: CODE-missing-field or CODE-bad-field, with the path as the column. */
export function expected(what: string, {value, path, document: {title, file, code}}: JsonValue): never {
  const place = {file, column: path};
  if (value === undefined) throw new UserError(`${code}-missing-field`, `${title} has no \`${path}\`.`, place);
  const subject = path === "" ? title : `\`${path}\` of ${lowerFirst(title)}`;
  throw new UserError(`${code}-bad-field`, `${subject} must be ${what}.`, {
    ...place,
    value: JSON.stringify(value)
  });
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A field of an answer that others wrote, for which absent, empty and of another type are the same. */
export function textField(record: Record<string, unknown>, name: string): string | undefined {
  const value = record[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** As `textField`; protocol buffers write 64-bit integers as text. */
export function numberField(record: Record<string, unknown>, name: string): number | undefined {
  const value = record[name];
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

export function recordsField(record: Record<string, unknown>, name: string): Record<string, unknown>[] {
  const value = record[name];
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
