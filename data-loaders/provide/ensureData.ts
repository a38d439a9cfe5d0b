import {join} from "node:path";
import {exists, writeJson} from "../../dataset/files.js";
import {UserError} from "../../src/lib/errors.js";
import type {DataSource} from "../../src/lib/experiment/crossValidation.js";
import {type DemoOptions, writeDemo} from "../demo/writeDemo.js";
import {endInstallation} from "../raw/installation.js";
import {describeRawFiles, type RawSource, rawFiles, readRawSource, sourceFile} from "../raw/rawSource.js";

export interface RawData {
  directory: string;
  /** Path of train.csv. */
  train: string;
  /** Path of test.csv. */
  test: string;
  /** Where `readDataset` may keep what it has read. */
  cacheDirectory: string;
  source: RawSource;
  dataSource: DataSource;
}

export interface EnsureDataOptions extends DemoOptions {
  /** Where `raw/` is. */
  directory?: string;
}

/**
 * The train and test files: those that are there, or else demo data, which it makes. Files that somebody put there by
 * hand are taken for the competition's; they are read through once to note their digests.
 * @throws UserError data-incomplete if one of the files is missing; csv-… if a file put there by hand is faulty
 */
export async function ensureData({directory = "data", ...demo}: EnsureDataOptions = {}): Promise<RawData> {
  const source = (await findData(directory)) ?? (await writeDemo(join(directory, "raw"), demo));
  return describe(directory, source);
}

/** What is in `raw/`; undefined if neither file is there. */
export async function findData(directory = "data"): Promise<RawSource | undefined> {
  const raw = join(directory, "raw");
  await endInstallation(raw);
  const noted = await readRawSource(raw);
  if (noted !== undefined) return noted;
  const missing: string[] = [];
  for (const name of rawFiles) if (!(await exists(join(raw, name)))) missing.push(name);
  if (missing.length === rawFiles.length) return undefined;
  if (missing.length > 0) {
    const message = `${raw} has no ${missing[0]}. Put it beside the other file, or move that away for demo data.`;
    throw new UserError("data-incomplete", message, {file: join(raw, missing[0])});
  }
  const source = await describeRawFiles(raw, "kaggle");
  await writeSource(raw, source);
  return source;
}

async function writeSource(raw: string, source: RawSource): Promise<void> {
  await writeJson(join(raw, sourceFile), source);
}

function describe(directory: string, source: RawSource): RawData {
  const {kind, trainRows, testRows, files} = source;
  return {
    directory,
    train: join(directory, "raw", "train.csv"),
    test: join(directory, "raw", "test.csv"),
    cacheDirectory: join(directory, "cache"),
    source,
    dataSource: {kind, trainRows, testRows, digest: files["train.csv"].sha256}
  };
}
