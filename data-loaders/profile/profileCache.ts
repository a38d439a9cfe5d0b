import {createHash} from "node:crypto";
import {readdir, readFile, rm} from "node:fs/promises";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {readTextIfPresent, writeFileWhole} from "../../dataset/files.js";
import {UserError} from "../../src/lib/errors.js";
import {readDataSource} from "../../src/lib/experiment/dataSource.js";
import {parseDocument, type Read, readCount, readField, readList, readNumber, readText} from "../../src/lib/json.js";
import type {ColumnSummary, FeatureProfile, FeatureProfiles} from "../../src/lib/profile/featureProfile.js";

/** Where the program that makes profiles is: a change to it makes them anew, too. */
const programFolders = [".", "../../src/lib/profile", "../../src/lib/statistics", "../../src/lib/drift"];

const prefix = "features-";

/**
 * The profiles of the same data, made by the same program, from an earlier run; otherwise they are made and kept in
 * place of the earlier ones. At full size making them takes ten seconds.
 * @param digests  what tells the data from others
 */
export async function cachedProfiles(
  directory: string,
  digests: readonly string[],
  make: () => Promise<FeatureProfiles>
): Promise<FeatureProfiles> {
  const name = `${prefix}${await keyOf(digests)}.json`;
  const path = join(directory, name);
  const text = await readTextIfPresent(path);
  const kept = text === undefined ? undefined : readProfiles(text);
  if (kept !== undefined) return kept;
  const profiles = await make();
  await writeFileWhole(path, JSON.stringify(profiles));
  for (const other of await readdir(directory))
    if (other.startsWith(prefix) && other !== name) await rm(join(directory, other), {force: true});
  return profiles;
}

/** Undefined if the text is damaged: then they are made anew. */
function readProfiles(text: string): FeatureProfiles | undefined {
  try {
    const json = parseDocument(text, {title: "The cache of feature profiles", code: "profiles"});
    return {
      dataSource: readField(json, "dataSource", readDataSource),
      positiveRate: readField(json, "positiveRate", readNumber(0, 1)),
      features: readField(json, "features", readList(readProfile))
    };
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

const readProfile: Read<FeatureProfile> = (json) => ({
  name: readField(json, "name", readAnyText),
  categories: readField(json, "categories", optional(readList(readText))),
  train: readField(json, "train", readSummary),
  test: readField(json, "test", readSummary),
  edges: readField(json, "edges", readList(readNumber())),
  trainCounts: readField(json, "trainCounts", readList(readCount)),
  testCounts: readField(json, "testCounts", readList(readCount)),
  positiveCounts: readField(json, "positiveCounts", readList(readCount)),
  auc: readField(json, "auc", optional(readNumber(0, 1))),
  drift: readField(
    json,
    "drift",
    optional((at) => ({
      populationStabilityIndex: readField(at, "populationStabilityIndex", readNumber()),
      kolmogorovSmirnov: readField(at, "kolmogorovSmirnov", readNumber(0, 1))
    }))
  )
});

const readSummary: Read<ColumnSummary> = (json) => {
  const statistic = (name: string) => readField(json, name, optional(readNumber()));
  return {
    rows: readField(json, "rows", readCount),
    missing: readField(json, "missing", readCount),
    infinite: readField(json, "infinite", readCount),
    zeros: readField(json, "zeros", readCount),
    distinct: readField(json, "distinct", readCount),
    mean: statistic("mean"),
    standardDeviation: statistic("standardDeviation"),
    skewness: statistic("skewness"),
    minimum: statistic("minimum"),
    maximum: statistic("maximum"),
    quantiles: readField(json, "quantiles", optional(readList(readNumber())))
  };
};

/** A column may have no name at all. */
const readAnyText: Read<string> = (json) => (json.value === "" ? "" : readText(json));

function optional<T>(read: Read<T>): Read<T | undefined> {
  return (json) => (json.value === undefined ? undefined : read(json));
}

async function keyOf(digests: readonly string[]): Promise<string> {
  const hash = createHash("sha256").update(digests.join());
  for (const folder of programFolders) {
    const path = fileURLToPath(new URL(folder, import.meta.url));
    for (const name of (await readdir(path)).sort()) hash.update(name).update(await readFile(join(path, name)));
  }
  return hash.digest("hex").slice(0, 16);
}
