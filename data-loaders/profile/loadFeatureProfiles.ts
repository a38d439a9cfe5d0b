import {summarizeCorrelations} from "../../src/lib/profile/correlations.js";
import type {FeatureProfiles} from "../../src/lib/profile/featureProfile.js";
import {readProfiles, writeProfiles} from "../../src/lib/profile/profileTable.js";
import {correlationsOf} from "./correlations.js";
import {featureProfiles} from "./featureProfiles.js";
import {keptResult} from "./keptResult.js";
import {profiledData} from "./profiledData.js";

/** `src/data/features.arrow`, from the train and test files that there are, or demo data. */
export async function loadFeatureProfiles({directory}: {directory?: string} = {}): Promise<FeatureProfiles> {
  const data = await profiledData(directory);
  const {cacheDirectory, dataSource, digests} = data;
  const kept = {name: "features", write: writeProfiles, read: readProfiles};
  const profiles = await keptResult(kept, cacheDirectory, digests, async () => {
    const train = await data.readTrain();
    const made = featureProfiles(train, await data.readTest(), dataSource);
    const correlations = summarizeCorrelations(await correlationsOf(data), train.featureNames);
    return correlations.pairs > 0 ? {...made, correlations} : made;
  });
  // The card may have been changed since.
  return {...profiles, dataSource};
}
