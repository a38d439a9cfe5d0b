import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {ensureBuilt} from "../../build.js";
import {type Booster, type LightGBM, loadLightGBM} from "../../src/index.js";
import {loadScorer, type Scorer} from "../../src/scorer/index.js";
import {type RandomModel, randomModel} from "./randomModels.js";

/** `npm run exhaustive -w lightgbm-wasm` sets 500. */
const modelCount = Number(process.env.LIGHTGBM_MODELS ?? 60);

let lightgbm: LightGBM;
beforeAll(async () => {
  await ensureBuilt();
  lightgbm = await loadLightGBM();
}, 1_200_000);
afterAll(() => lightgbm.free());

/** Which numbers do not have the same bits. */
function differences(found: Float64Array, expected: Float64Array): number[] {
  expect(found).toHaveLength(expected.length);
  return [...expected.keys()].filter((i) => !Object.is(found[i], expected[i]));
}

const kinds = ["raw", "probability"] as const;

describe("a scorer's results have the bits of LightGBM's", () => {
  const compare = (scorer: Scorer, booster: Booster, {matrix, columnCount}: RandomModel): void => {
    for (const kind of kinds) {
      const expected = booster.predict({matrix, columnCount}, {kind});
      expect(differences(scorer.predict({matrix, columnCount}, {kind}), expected)).toEqual([]);
    }
  };

  it(`on ${modelCount} random models, and rows on their thresholds and beside them`, async () => {
    for (let seed = 1; seed <= modelCount; ++seed) {
      const model = randomModel(seed);
      using booster = lightgbm.boosterFromString(model.text);
      try {
        compare(await loadScorer(model.text), booster, model);
      } catch (error) {
        throw new Error(`model ${seed}`, {cause: error});
      }
    }
  });

  it("for ranges of iterations", async () => {
    for (let seed = 1001; seed <= 1010; ++seed) {
      const {text, matrix, columnCount} = randomModel(seed);
      using booster = lightgbm.boosterFromString(text);
      for (const range of [
        {startIteration: 2},
        {numIteration: 3},
        {startIteration: 1, numIteration: 4},
        {numIteration: 0}
      ]) {
        const scorer = await loadScorer(text, range);
        for (const kind of kinds) {
          const expected = booster.predict({matrix, columnCount}, {kind, ...range});
          expect(differences(scorer.predict({matrix, columnCount}, {kind}), expected)).toEqual([]);
        }
      }
    }
  });
});
