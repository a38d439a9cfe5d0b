import {createHash} from "node:crypto";
import {open, readdir, rm, stat, utimes} from "node:fs/promises";
import {join} from "node:path";
import {RecordBatchFileWriter, type Table, tableFromIPC, Utf8} from "apache-arrow";
import {formatSchema} from "../src/lib/schema/parseSchema.js";
import type {TableSchema} from "../src/lib/schema/tableSchema.js";
import {Dataset} from "./dataset.js";
import {replaceFile} from "./files.js";

/** The training and the test file, now and before their last change; the rest is deleted, as each takes 300 MB. */
const keptFiles = 4;
const readSize = 2 ** 24;

/**
 * Data sets that were read before, as Arrow files named after the digest of the CSV file, and of its schema where there
 * is one: reading one takes a tenth of the time.
 */
export class DatasetCache {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Undefined if there is none, or if it cannot be read. */
  async read(digest: string, schema?: TableSchema): Promise<Dataset | undefined> {
    const path = this.#path(digest, schema);
    const bytes = await readShared(path).catch(() => undefined);
    if (bytes === undefined) return undefined;
    try {
      const dataset = fromTable(tableFromIPC(bytes), digest, schema);
      const now = new Date();
      await utimes(path, now, now);
      return dataset;
    } catch {
      // Damaged, so made again.
      return undefined;
    }
  }

  async write(dataset: Dataset, schema?: TableSchema): Promise<void> {
    await replaceFile(this.#path(dataset.digest, schema), async (file) => {
      for await (const bytes of RecordBatchFileWriter.writeAll(dataset.toTable())) await file.writeFile(bytes);
    });
    await this.#deleteOldest();
  }

  #path(digest: string, schema: TableSchema | undefined): string {
    const kinds = schema && `-${createHash("sha256").update(formatSchema(schema)).digest("hex").slice(0, 16)}`;
    return join(this.#directory, `${digest}${kinds ?? ""}.arrow`);
  }

  async #deleteOldest(): Promise<void> {
    const names = (await readdir(this.#directory)).filter((name) => name.endsWith(".arrow"));
    const files = await Promise.all(
      names.map(async (name) => ({name, usedAt: (await stat(join(this.#directory, name))).mtimeMs}))
    );
    files.sort((a, b) => b.usedAt - a.usedAt);
    for (const {name} of files.slice(keptFiles)) await rm(join(this.#directory, name), {force: true});
  }
}

/** A file in memory that workers can share, and so the columns that lie in it. */
async function readShared(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const {size} = await file.stat();
    const bytes = new Uint8Array(new SharedArrayBuffer(size));
    for (let position = 0; position < size; ) {
      const {bytesRead} = await file.read(bytes, position, Math.min(readSize, size - position), position);
      if (bytesRead === 0) throw new Error("The file became shorter while it was read.");
      position += bytesRead;
    }
    return bytes;
  } finally {
    await file.close();
  }
}

/** The other way round than Dataset.toTable: the first column is the id, the one of bytes the target. */
function fromTable(table: Table, digest: string, known: TableSchema | undefined): Dataset {
  const [idField, ...fields] = table.schema.fields;
  if (!(idField?.type instanceof Utf8)) throw new TypeError("The first column holds no ids.");
  const idColumn = idField.name;
  const ids = Array.from(table.getChildAt(0) ?? [], String);
  const features: string[] = [];
  const columns: Float64Array[] = [];
  let targetColumn: string | undefined;
  let target: Uint8Array | undefined;
  for (const [index, {name}] of fields.entries()) {
    const values = columnOf(table, index + 1);
    if (values instanceof Float64Array) {
      features.push(name);
      columns.push(values.subarray(0, table.numRows));
    } else if (values instanceof Uint8Array) {
      targetColumn = name;
      target = values.subarray(0, table.numRows);
    }
  }
  if (columns.length === 0) throw new TypeError("The table has no features.");
  const schema = known ?? (targetColumn === undefined ? {idColumn, features} : {idColumn, targetColumn, features});
  return new Dataset({schema, ids, target, columns, digest});
}

/** The values of a column, one piece of memory as Dataset.toTable made it, and bytes that pad it to a multiple of 8. */
function columnOf(table: Table, index: number): unknown {
  const [piece, ...others] = table.getChildAt(index)?.data ?? [];
  if (piece === undefined || others.length > 0) throw new TypeError(`Column ${index} is not in one piece.`);
  return piece.values;
}
