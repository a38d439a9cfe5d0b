import type {Dataset} from "../../dataset/dataset.js";
import {readDataset} from "../../dataset/readDataset.js";
import {readSchemaBeside} from "../../dataset/schemaFile.js";
import {formatSchema} from "../../src/lib/schema/parseSchema.js";
import {ensureData, type RawData} from "../provide/ensureData.js";

/** The files that there are, or demo data, before they are read. */
export interface ProfiledData extends RawData {
  /** What tells these files, read by this schema, from others. */
  digests: string[];
  readTrain: () => Promise<Dataset>;
  readTest: () => Promise<Dataset>;
}

export async function profiledData(directory?: string): Promise<ProfiledData> {
  const data = await ensureData({directory});
  const {train, test, cacheDirectory, source} = data;
  // Folds may have set a column aside since the data came.
  const schema = await readSchemaBeside(train);
  return {
    ...data,
    digests: [
      source.kind,
      source.files["train.csv"].sha256,
      source.files["test.csv"].sha256,
      schema === undefined ? "" : formatSchema(schema)
    ],
    readTrain: () => readDataset(train, {cacheDirectory}),
    readTest: () => readDataset(test, {cacheDirectory})
  };
}
