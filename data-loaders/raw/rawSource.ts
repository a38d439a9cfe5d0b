import {createHash} from "node:crypto";
import {readFile, stat} from "node:fs/promises";
import {join} from "node:path";
import {readBytes} from "../../dataset/readBytes.js";
import {CsvReader} from "../../src/lib/csv/csvReader.js";
import type {DataSource} from "../../src/lib/experiment/crossValidation.js";
import {isRecord, parseJson} from "../../src/lib/json.js";

export const sourceFile = "source.json";

/** `data/raw/source.json`: where the files beside it are from. */
export interface RawSource {
  kind: DataSource["kind"];
  /** Of demo data. */
  seed?: number;
  trainRows: number;
  testRows: number;
  files: {"train.csv": FileDigest; "test.csv": FileDigest};
}

export interface FileDigest {
  bytes: number;
  sha256: string;
}

export const rawFiles = ["train.csv", "test.csv"] as const;

/** The note beside the files, if there is one and it speaks of the files that are there. */
export async function readRawSource(rawDirectory: string): Promise<RawSource | undefined> {
  const path = join(rawDirectory, sourceFile);
  const text = await readFile(path, "utf8").catch(() => undefined);
  const source = text === undefined ? undefined : parseRawSource(text);
  if (source === undefined) return undefined;
  const noted = (await stat(path)).mtimeMs;
  for (const name of rawFiles) {
    const file = await stat(join(rawDirectory, name)).catch(() => undefined);
    if (file === undefined || file.size !== source.files[name].bytes || file.mtimeMs > noted) return undefined;
  }
  return source;
}

/** Reads the files through, for those that somebody put there without a note. */
export async function describeRawFiles(rawDirectory: string, kind: RawSource["kind"]): Promise<RawSource> {
  const train = await describeFile(join(rawDirectory, "train.csv"));
  const test = await describeFile(join(rawDirectory, "test.csv"));
  return {
    kind,
    trainRows: train.rows,
    testRows: test.rows,
    files: {"train.csv": train.digest, "test.csv": test.digest}
  };
}

async function describeFile(path: string): Promise<{rows: number; digest: FileDigest}> {
  const hash = createHash("sha256");
  const reader = new CsvReader({schema: "infer", sink: () => ({row() {}}), file: path});
  for await (const bytes of readBytes(path)) {
    hash.update(bytes);
    reader.push(bytes);
  }
  const {rows, bytes} = reader.finish();
  return {rows, digest: {bytes, sha256: hash.digest("hex")}};
}

function parseRawSource(text: string): RawSource | undefined {
  const value = parseJson(text);
  return isRawSource(value) ? value : undefined;
}

function isRawSource(value: unknown): value is RawSource {
  return (
    isRecord(value) &&
    (value.kind === "demo" || value.kind === "kaggle") &&
    typeof value.trainRows === "number" &&
    typeof value.testRows === "number" &&
    isRecord(value.files) &&
    isFileDigest(value.files["train.csv"]) &&
    isFileDigest(value.files["test.csv"])
  );
}

function isFileDigest(value: unknown): value is FileDigest {
  return isRecord(value) && typeof value.bytes === "number" && typeof value.sha256 === "string";
}
