import {readDataset} from "../../dataset/readDataset.js";
import {readSchemaBeside} from "../../dataset/schemaFile.js";
import type {FeatureProfiles} from "../../src/lib/profile/featureProfile.js";
import {formatSchema} from "../../src/lib/schema/parseSchema.js";
import {ensureData} from "../provide/ensureData.js";
import {featureProfiles} from "./featureProfiles.js";
import {cachedProfiles} from "./profileCache.js";

/** `src/data/features.json`, from the train and test files that there are, or demo data. */
export async function loadFeatureProfiles({directory}: {directory?: string} = {}): Promise<FeatureProfiles> {
  const {train, test, cacheDirectory, dataSource, source} = await ensureData({directory});
  // Folds may have set a column aside since the data came.
  const schema = await readSchemaBeside(train);
  const digests = [
    source.kind,
    source.files["train.csv"].sha256,
    source.files["test.csv"].sha256,
    schema === undefined ? "" : formatSchema(schema)
  ];
  const profiles = await cachedProfiles(cacheDirectory, digests, async () =>
    featureProfiles(await readDataset(train, {cacheDirectory}), await readDataset(test, {cacheDirectory}), dataSource)
  );
  // The card may have been changed since.
  return {...profiles, dataSource};
}
