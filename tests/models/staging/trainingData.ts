import {mkdir, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {RandomSource} from "../../../src/lib/random.js";
import {digestOf} from "../../../src/lib/staged/stagedModel.js";

/** Those of the models in tests/fixtures/trees. */
export const features = ["feature_0", "feature_1", "feature_2", "feature_3", "feature_4", "feature_5"];
export const rows = 400;

/** Every fortieth row has no values. */
function csv(names: string[], kind: string): string {
  const random = new RandomSource(8);
  const lines = Array.from({length: rows}, (_, row) => {
    const values = names.map((name) => {
      if (name === "target") return row % 2;
      return row % 40 === 7 ? "" : Math.round(random.uniform() * 1e5) / 1e4;
    });
    return [`${kind}_${row}`, ...values].join();
  });
  return `${["ID_code", ...names].join()}\n${lines.join("\n")}\n`;
}

/** Writes raw/train.csv and raw/test.csv, and returns the digest of the first. */
export async function writeTrainingData(directory: string): Promise<string> {
  const train = csv(["target", ...features], "train");
  await mkdir(join(directory, "raw"), {recursive: true});
  await writeFile(join(directory, "raw", "train.csv"), train);
  await writeFile(join(directory, "raw", "test.csv"), csv(features, "test"));
  return digestOf(new TextEncoder().encode(train)).sha256;
}
