import {stat} from "node:fs/promises";
import {join} from "node:path";
import {isDeepStrictEqual} from "node:util";
import {exists, ifPresent, writeJson} from "../../dataset/files.js";
import {UserError} from "../../src/lib/errors.js";
import type {DataSource} from "../../src/lib/experiment/dataSource.js";
import {demoFeatures} from "../demo/demoSampler.js";
import {type DemoOptions, writeDemo} from "../demo/writeDemo.js";
import {endInstallation} from "../raw/installation.js";
import {describeRawFiles, type RawSource, rawFiles, readRawSource, sourceFile} from "../raw/rawSource.js";
import {findCard} from "./dataCard.js";

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
  /** Called when demo data are made. */
  onNotice?: (sentence: string) => void;
}

/**
 * The train and test files: those that are there, or else demo data, which it makes. Files that somebody put there by
 * hand are read through once to note their digests, and taken for the Santander competition's if they have its features.
 * @throws UserError data-incomplete if one of the files is missing; csv-… if a file put there by hand is faulty
 */
export async function ensureData({directory = "data", onNotice, ...demo}: EnsureDataOptions = {}): Promise<RawData> {
  const source = await findData(directory);
  if (source !== undefined) return describe(directory, source);
  onNotice?.(`${directory} has no data yet, so demo data are made; \`npm run datafetch\` fetches Kaggle's.`);
  return describe(directory, await writeDemo(join(directory, "raw"), demo));
}

/**
 * The files of the folder that a command was given, which must have them; without one, what `ensureData` gives.
 * @throws UserError data-missing, and those of `ensureData`
 */
export async function openData(given: string | undefined, options: EnsureDataOptions = {}): Promise<RawData> {
  if (given === undefined) return ensureData(options);
  const source = await findData(given);
  if (source !== undefined) return describe(given, source);
  throw new UserError("data-missing", `${await describeAbsence(given)} Demo data are made for \`data\` alone.`, {
    file: given
  });
}

async function describeAbsence(folder: string): Promise<string> {
  const status = await ifPresent(stat(folder));
  if (status === undefined) return `There is no folder ${folder}.`;
  if (!status.isDirectory()) return `${folder} is a file; name the folder in which raw/train.csv and raw/test.csv are.`;
  if (await exists(join(folder, "train.csv")))
    return `${folder} has train.csv, but it belongs in ${join(folder, "raw")}.`;
  return `${folder} has no raw/train.csv and raw/test.csv.`;
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
  const [absent] = missing;
  if (absent !== undefined) {
    const message = `${raw} has no ${absent}. Put it beside the other file, or move that away for demo data.`;
    throw new UserError("data-incomplete", message, {file: join(raw, absent)});
  }
  const source = await describeRawFiles(raw, (features) =>
    isDeepStrictEqual(features, demoFeatures) ? "kaggle" : "file"
  );
  await writeJson(join(raw, sourceFile), source);
  return source;
}

async function describe(directory: string, source: RawSource): Promise<RawData> {
  const card = await findCard(directory, source);
  const {kind, trainRows, testRows, files} = source;
  return {
    directory,
    train: join(directory, "raw", "train.csv"),
    test: join(directory, "raw", "test.csv"),
    cacheDirectory: join(directory, "cache"),
    source,
    dataSource: {kind, trainRows, testRows, digest: files["train.csv"].sha256, ...(card && {card})}
  };
}
