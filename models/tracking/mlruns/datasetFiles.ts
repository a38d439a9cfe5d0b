import {createHash} from "node:crypto";
import {join} from "node:path";
import {writeFileWhole} from "../../../dataset/files.js";
import {type LoggedDataset, mlflowTags} from "../runStore.js";
import {formatMeta, readMeta} from "./metaFile.js";
import type {StoreFiles} from "./storeFiles.js";

/** Writes a table into an experiment's `datasets` and among a run's `inputs`, under the names that MLflow gives them. */
export async function writeDataset(experimentFolder: string, runId: string, dataset: LoggedDataset): Promise<void> {
  const {name, digest, source, schema, profile} = dataset;
  const datasetId = md5(name + digest);
  const meta = formatMeta({name, digest, source_type: "local", source, schema, profile});
  await writeFileWhole(join(experimentFolder, "datasets", datasetId, "meta.yaml"), meta);
  const input = formatMeta({
    source_type: "DATASET",
    source_id: datasetId,
    destination_type: "RUN",
    destination_id: datasetId
  });
  // The one value of such a file that is no text.
  const tags = `tags:\n  ${mlflowTags.datasetContext}: training\n`;
  await writeFileWhole(join(experimentFolder, runId, "inputs", md5(datasetId + runId), "meta.yaml"), input + tags);
}

/** The tables among a run's inputs. */
export async function readDatasets(files: StoreFiles, runFolder: string): Promise<LoggedDataset[]> {
  const experimentFolder = runFolder.split("/")[0];
  const datasets: LoggedDataset[] = [];
  for (const {name} of (await files.list(`${runFolder}/inputs`)) ?? []) {
    const {source_id} = await readMeta(files, `${runFolder}/inputs/${name}/meta.yaml`, ["source_id"]);
    const path = `${experimentFolder}/datasets/${source_id}/meta.yaml`;
    const meta = await readMeta(files, path, ["name", "digest"]);
    const {source, schema, profile} = meta;
    datasets.push({
      name: meta.name ?? "",
      digest: meta.digest ?? "",
      source: source ?? "",
      schema: schema ?? "",
      profile: profile ?? ""
    });
  }
  return datasets;
}

const md5 = (text: string): string => createHash("md5").update(text).digest("hex");
