import {readFile} from "node:fs/promises";
import {damagedRun} from "../faults.js";

/** A `meta.yaml` of MLflow: one level of keys, values as they would read unquoted. */
export type Meta = Record<string, string>;

export interface MetaString {
  text: string;
}

/** Marks a value that has to be read back as a string even if it looks like a number, such as an id of digits. */
export const quoted = (text: string): MetaString => ({text});

/** Writes the YAML that MLflow reads: keys sorted, as MLflow itself writes it. */
export function formatMeta(entries: Record<string, number | null | MetaString | "[]">): string {
  const lines = Object.keys(entries)
    .sort()
    .map((key) => `${key}: ${formatValue(entries[key])}`);
  return `${lines.join("\n")}\n`;
}

function formatValue(value: number | null | MetaString | "[]"): string {
  if (value === null) return "null";
  if (typeof value === "object") return JSON.stringify(value.text); // JSON's strings are YAML's double-quoted ones
  return String(value);
}

/**
 * Reads a `meta.yaml`, whoever wrote it.
 * @throws UserError damaged-run for a missing or half-written file
 */
export async function readMeta(file: string, needed: readonly string[]): Promise<Meta> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch {
    throw damagedRun(file, "the file is missing");
  }
  const meta: Meta = {};
  for (const [index, line] of text.split("\n").entries()) {
    // Lists and texts of several lines are indented; nothing that is read here is either.
    if (line.trim() === "" || /^[\s#-]/.test(line)) continue;
    const match = /^([\w.]+):(?: (.*))?$/.exec(line.trimEnd());
    if (match === null) throw damagedRun(file, `line ${index + 1} is not “key: value”`);
    meta[match[1]] = unquote(match[2] ?? "", file, index + 1);
  }
  const missing = needed.find((key) => !Object.hasOwn(meta, key));
  if (missing !== undefined) throw damagedRun(file, `it has no ${missing}`);
  return meta;
}

function unquote(value: string, file: string, line: number): string {
  const mark = value[0];
  if (mark !== '"' && mark !== "'") return value;
  if (value.length < 2 || !value.endsWith(mark)) throw damagedRun(file, `the text in line ${line} has no end`);
  if (mark === "'") return value.slice(1, -1).replaceAll("''", "'");
  try {
    return String(JSON.parse(value));
  } catch {
    throw damagedRun(file, `the text in line ${line} cannot be read`);
  }
}
