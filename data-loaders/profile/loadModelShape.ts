import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {gunzipSync} from "node:zlib";
import {strFromU8} from "fflate";
import {ifPresent} from "../../dataset/files.js";
import {readDataset} from "../../dataset/readDataset.js";
import {readStaged, stagedDirectory} from "../../models/staging/readStaged.js";
import {sampleContributions} from "../../models/staging/sampleContributions.js";
import type {Absent} from "../../src/lib/metrics/metricSpread.js";
import {additiveShape} from "../../src/lib/profile/additiveShape.js";
import type {ModelShape} from "../../src/lib/profile/modelShape.js";
import {sampledShape} from "../../src/lib/profile/sampledShape.js";
import {digestOf, modelTextFile} from "../../src/lib/staged/stagedModel.js";
import {parseTreeEnsemble} from "../../src/lib/trees/parse.js";
import {ensureData} from "../provide/ensureData.js";

export interface LoadModelShapeOptions {
  /** Where the data are. */
  directory?: string;
  /** Where the staged model is. */
  staged?: string;
}

/** `src/data/shape.arrow`: what the staged model adds to the score along each feature, or why that cannot be said. */
export async function loadModelShape({
  directory,
  staged = stagedDirectory
}: LoadModelShapeOptions = {}): Promise<ModelShape | Absent> {
  const {manifest} = await readStaged(staged);
  const packed = await ifPresent(readFile(join(staged, modelTextFile)));
  if (packed === undefined || digestOf(packed).sha256 !== manifest.files[modelTextFile]?.sha256)
    return {reason: "The staged model is not made of trees"};
  const text = strFromU8(gunzipSync(packed));
  const ensemble = parseTreeEnsemble(text);
  if (ensemble.featureNames.join("\n") !== manifest.features.join("\n"))
    return {reason: "The staged model takes features that are made of the file's"};
  const {train, cacheDirectory} = await ensureData({directory});
  const dataset = await readDataset(train, {cacheDirectory});
  const positions = new Map(dataset.featureNames.map((name, index) => [name, index]));
  const columns = manifest.features.flatMap((name) => dataset.columns[positions.get(name) ?? -1] ?? []);
  if (columns.length < manifest.features.length) return {reason: "The staged model is of other data"};
  const common = {model: manifest.title, folds: manifest.treesByFold?.length ?? 0};
  const additive = additiveShape(ensemble, columns, manifest.treesByFold);
  if (additive !== undefined) return {...common, exact: true, explained: 1, rows: dataset.rows, ...additive};
  return {
    ...common,
    exact: false,
    ...sampledShape(text, ensemble.featureNames, await sampleContributions(text, columns))
  };
}
