import {createHash} from "node:crypto";
import {stat} from "node:fs/promises";
import {join} from "node:path";
import {fileStatus, readTextIfPresent} from "../../dataset/files.js";
import {readBytes} from "../../dataset/readBytes.js";
import {readSchemaBeside} from "../../dataset/schemaFile.js";
import {CsvReader} from "../../src/lib/csv/csvReader.js";
import {type DataSource, dataKinds} from "../../src/lib/experiment/dataSource.js";
import {isRecord, parseJson} from "../../src/lib/json.js";

export const sourceFile = "source.json";

/** `data/raw/source.json`: where the files beside it are from. */
export interface RawSource {
  kind: DataSource["kind"];
  /** Of demo data. */
  seed?: number;
  /** Of demo data with planted repeats. */
  repeats?: boolean;
  trainRows: number;
  testRows: number;
  files: {"train.csv": FileDigest; "test.csv": FileDigest} & Record<string, FileDigest>;
}

/** `source.json` of a table of one's own, which `importTable` put into a plain form. */
export interface OwnTableSource extends RawSource {
  kind: "file";
  /** The competition of Kaggle's that the files are from, if they are. */
  competition?: string;
  /** The files that were given. */
  origin: {
    train: FileDigest & {name: string};
    test?: FileDigest & {name: string};
    /** How the test rows were drawn where there was no test file. */
    heldOut?: {share: number; seed: number};
  };
  target: {column: string; positive: string; negative: string};
  /** Why the positive value is the positive one. */
  targetReason: string;
  /** Columns that are in the files, but no features. */
  leftOut: {column: string; reason: string}[];
}

export interface FileDigest {
  bytes: number;
  sha256: string;
}

export const rawFiles = ["train.csv", "test.csv"] as const;

/** The note beside the files, if there is one and it speaks of the files that are there. */
export async function readRawSource(rawDirectory: string): Promise<RawSource | undefined> {
  const path = join(rawDirectory, sourceFile);
  const text = await readTextIfPresent(path);
  const source = text === undefined ? undefined : parseJson(text);
  if (!isRawSource(source)) return undefined;
  const noted = (await stat(path)).mtimeMs;
  for (const name of rawFiles) {
    const file = await fileStatus(join(rawDirectory, name));
    if (file === undefined || file.size !== source.files[name].bytes || file.mtimeMs > noted) return undefined;
  }
  return source;
}

/** Hex SHA-256 of the training file in this folder, as far as its note says it. */
export async function digestAtHand(directory: string): Promise<string | undefined> {
  return (await readRawSource(join(directory, "raw")))?.files["train.csv"].sha256;
}

/** Reads the files through, for those that somebody put there without a note. */
export async function describeRawFiles(
  rawDirectory: string,
  kindOf: (features: readonly string[]) => RawSource["kind"]
): Promise<RawSource> {
  const train = await describeFile(join(rawDirectory, "train.csv"));
  const test = await describeFile(join(rawDirectory, "test.csv"));
  return {
    kind: kindOf(train.features),
    trainRows: train.rows,
    testRows: test.rows,
    files: {"train.csv": train.digest, "test.csv": test.digest}
  };
}

async function describeFile(path: string): Promise<{rows: number; features: readonly string[]; digest: FileDigest}> {
  const hash = createHash("sha256");
  const reader = new CsvReader({
    schema: (await readSchemaBeside(path)) ?? "infer",
    sink: () => ({row() {}}),
    file: path
  });
  for await (const bytes of readBytes(path)) {
    hash.update(bytes);
    reader.push(bytes);
  }
  const {rows, bytes, schema} = reader.finish();
  return {rows, features: schema.features, digest: {bytes, sha256: hash.digest("hex")}};
}

function isRawSource(value: unknown): value is RawSource {
  return (
    isRecord(value) &&
    dataKinds.some((kind) => kind === value.kind) &&
    isCount(value.trainRows) &&
    isCount(value.testRows) &&
    isRecord(value.files) &&
    isFileDigest(value.files["train.csv"]) &&
    isFileDigest(value.files["test.csv"])
  );
}

function isFileDigest(value: unknown): value is FileDigest {
  return isRecord(value) && isCount(value.bytes) && typeof value.sha256 === "string";
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
