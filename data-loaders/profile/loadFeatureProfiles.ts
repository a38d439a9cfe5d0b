import type {FeatureProfiles} from "../../src/lib/profile/featureProfile.js";
import {ensureData} from "../dataset/ensureData.js";
import {readDataset} from "../dataset/readDataset.js";
import {featureProfiles} from "./featureProfiles.js";

/** `src/data/features.json`, from the train and test files that there are, or demo data. */
export async function loadFeatureProfiles({directory}: {directory?: string} = {}): Promise<FeatureProfiles> {
  const {train, test, cacheDirectory, dataSource} = await ensureData({directory});
  return featureProfiles(
    await readDataset(train, {cacheDirectory}),
    await readDataset(test, {cacheDirectory}),
    dataSource
  );
}
