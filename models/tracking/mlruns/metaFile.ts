import {parseDocument} from "yaml";
import {isRecord} from "../../../src/lib/json.js";
import {damagedRun} from "../faults.js";
import {readText, type StoreFiles} from "./storeFiles.js";

/** A `meta.yaml` of MLflow: what it says as text, numbers too; null where it says null or what is not text. */
export type Meta = Record<string, string | null>;

/** `[]` is an empty list. */
export type MetaValue = string | number | null | readonly never[];

/** Writes the YAML that MLflow reads, keys sorted as MLflow sorts them. Texts are quoted, so that ids stay texts. */
export function formatMeta(entries: Readonly<Record<string, MetaValue>>): string {
  const lines = Object.entries(entries)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}: ${typeof value === "string" ? quote(value) : JSON.stringify(value)}`);
  return `${lines.join("\n")}\n`;
}

/** JSON's strings are YAML's double-quoted ones, but for some characters that YAML takes only as escapes. */
function quote(text: string): string {
  const wellFormed = text.replace(/\p{Cs}/gu, "\ufffd"); // halves of surrogate pairs
  return JSON.stringify(wellFormed).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`
  );
}

/**
 * Reads a `meta.yaml` as Python's MLflow writes it. Plain texts stay as they are written: an id of 18 digits would be
 * another one as a number, and Python's YAML has other plain numbers than the newest YAML.
 * @throws UserError damaged-run for a missing or half-written file
 */
export async function readMeta(files: StoreFiles, path: string, needed: readonly string[]): Promise<Meta> {
  const file = files.nameOf(path);
  const text = await readText(files, path);
  if (text === undefined) throw damagedRun(file, "the file is missing");
  const document = parseDocument(text, {schema: "failsafe", customTags: ["null"], logLevel: "silent"});
  const [error] = document.errors;
  if (error !== undefined) throw damagedRun(file, `line ${error.linePos?.[0].line ?? 1} is not valid YAML`);
  const value: unknown = document.toJS();
  if (!isRecord(value)) throw damagedRun(file, "it is not a list of keys and values");
  const meta = Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, typeof entry === "string" ? entry : null])
  );
  const missing = needed.find((key) => (meta[key] ?? null) === null);
  if (missing !== undefined) throw damagedRun(file, `it has no ${missing}`);
  return meta;
}
