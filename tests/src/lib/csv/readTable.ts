import {expect} from "vitest";
import {CsvReader} from "../../../../src/lib/csv/csvReader.js";
import {UserError} from "../../../../src/lib/errors.js";

/** The columns that a model wants. */
export const model = {idColumn: "Key", features: ["x", "y", "z"]};

export type Row = [id: string, ...features: number[]];

export function readBytes(bytes: Uint8Array, chunk: number, schema: typeof model | "infer") {
  const rows: Row[] = [];
  const sink = () => ({row: (id: string, features: Float64Array) => rows.push([id, ...features])});
  const reader = new CsvReader({schema, sink});
  for (let start = 0; start < bytes.length; start += chunk) reader.push(bytes.subarray(start, start + chunk));
  return {rows, summary: reader.finish()};
}

/** What a reader makes of a table: the same wherever the chunks are cut. */
export function read(content: string | Uint8Array, schema: typeof model | "infer" = model) {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const whole = readBytes(bytes, bytes.length, schema);
  for (let chunk = 1; chunk < Math.min(bytes.length, 40); ++chunk)
    expect(readBytes(bytes, chunk, schema)).toEqual(whole);
  return whole;
}

/** The error that a table is refused with. */
export function failure(content: string | Uint8Array, schema: typeof model | "infer" = model) {
  try {
    read(content, schema);
  } catch (error) {
    if (error instanceof UserError) return error.toJSON();
    throw error;
  }
  throw new Error("no error");
}

export const header = "Key,x,y,z";
/** Of most tables here. */
export const plain: Row[] = [
  ["a", 1.5, -2, 3.25],
  ["b", 4, 5.75, 6]
];
