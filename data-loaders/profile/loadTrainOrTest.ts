import {readFile} from "node:fs/promises";
import {strFromU8, strToU8} from "fflate";
import {canTrainTrees} from "../../models/training/trainFolds.js";
import type {Absent} from "../../src/lib/metrics/metricSpread.js";
import {parseTrainOrTest, type TrainOrTest} from "../../src/lib/profile/trainOrTest.js";
import {keptResult} from "./keptResult.js";
import {profiledData} from "./profiledData.js";
import {tellTrainFromTest} from "./trainOrTest.js";

/** What was found for the demo data of the default size, for a clone that has not compiled LightGBM. */
export const recordedFile = new URL("../demo/trainOrTest.json", import.meta.url);

const kept = {
  name: "train-or-test",
  write: (result: TrainOrTest) => strToU8(JSON.stringify(result)),
  read: (bytes: Uint8Array) => parseTrainOrTest(strFromU8(bytes))
};

/**
 * `src/data/trainOrTest.json`: whether a model can tell the files apart, or why that is not known. LightGBM is not
 * compiled for it.
 */
export async function loadTrainOrTest({directory}: {directory?: string} = {}): Promise<TrainOrTest | Absent> {
  const {cacheDirectory, digests, readTrain, readTest} = await profiledData(directory);
  const recorded = parseTrainOrTest(await readFile(recordedFile, "utf8"));
  if (recorded.digests?.join() === digests.slice(1, 3).join()) return recorded;
  if (!(await canTrainTrees())) return {reason: "LightGBM, which would tell the files apart, is not compiled yet"};
  return keptResult(kept, cacheDirectory, digests, async () => tellTrainFromTest(await readTrain(), await readTest()));
}
