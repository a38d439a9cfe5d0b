import {createHash} from "node:crypto";
import {mkdir, open, rm} from "node:fs/promises";
import {join} from "node:path";
import {withFileName, writeJson} from "../../dataset/files.js";
import {endInstallation, incoming} from "../raw/installation.js";
import {type FileDigest, type RawSource, sourceFile} from "../raw/rawSource.js";
import {type DemoChunk, type DemoFile, demoCsv} from "./demoCsv.js";

export const demoDefaults = {rows: 20_000, seed: 42} as const;

export interface DemoOptions {
  /** Of each of the two files. */
  rows?: number;
  seed?: number;
  /** Plants values that repeat. */
  repeats?: boolean;
  /** Called with the rows written so far, of both files. */
  onProgress?: (rows: number) => void;
  signal?: AbortSignal;
}

/**
 * Writes train.csv, test.csv and source.json of demo data. They are made beside and moved to their places when they are
 * whole; a move that is cut short is ended by the next `ensureData`.
 */
export async function writeDemo(
  rawDirectory: string,
  {rows = demoDefaults.rows, seed = demoDefaults.seed, repeats, onProgress, signal}: DemoOptions = {}
): Promise<RawSource> {
  const beside = join(rawDirectory, incoming);
  await rm(beside, {recursive: true, force: true});
  await mkdir(beside, {recursive: true});
  try {
    const write = (name: DemoFile["name"], rowsBefore: number) =>
      withFileName(
        join(rawDirectory, `${name}.csv`),
        writeChunks(join(beside, `${name}.csv`), demoCsv({name, rows, seed, repeats}), (rowsWritten) => {
          signal?.throwIfAborted();
          onProgress?.(rowsBefore + rowsWritten);
        })
      );
    const source: RawSource = {
      kind: "demo",
      seed,
      ...(repeats && {repeats}),
      trainRows: rows,
      testRows: rows,
      files: {"train.csv": await write("train", 0), "test.csv": await write("test", rows)}
    };
    await writeJson(join(beside, sourceFile), source);
    await endInstallation(rawDirectory);
    return source;
  } catch (error) {
    await rm(beside, {recursive: true, force: true});
    throw error;
  }
}

async function writeChunks(
  path: string,
  chunks: Iterable<DemoChunk>,
  onRows: (rows: number) => void
): Promise<FileDigest> {
  const hash = createHash("sha256");
  let bytes = 0;
  const file = await open(path, "wx");
  try {
    for (const chunk of chunks) {
      await file.writeFile(chunk.bytes);
      hash.update(chunk.bytes);
      bytes += chunk.bytes.length;
      onRows(chunk.rows);
    }
  } finally {
    await file.close();
  }
  return {bytes, sha256: hash.digest("hex")};
}
