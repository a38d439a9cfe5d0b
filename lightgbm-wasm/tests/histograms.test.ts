import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {ensureBuilt} from "../build.js";
import {type LightGBM, loadLightGBM, type Params} from "../src/index.js";
import {binaryData} from "./data.js";

/** Rows and columns that four does not divide. */
const {columns, label} = binaryData(5_003, 11);

const objectives: Record<string, Params> = {
  "gradients and hessians": {objective: "binary"},
  "hessians that are all the same": {objective: "regression"},
  "quantised gradients": {objective: "binary", use_quantized_grad: true},
  "quantised gradients, hessians that are all the same": {objective: "regression", use_quantized_grad: true}
};

let lightgbm: LightGBM;
beforeAll(async () => {
  await ensureBuilt();
  lightgbm = await loadLightGBM();
}, 1_200_000);
afterAll(() => lightgbm.free());

/** The trees; what follows them in the text are the parameters. */
async function trees(params: Params): Promise<string> {
  using training = lightgbm.dataset({columns, label, params});
  using booster = await lightgbm.train(params, training, {numIterations: 5});
  return booster.toString().split("end of trees")[0];
}

describe("histograms", () => {
  // Bins of 4, 8 and 16 bits.
  describe.each([15, 255, 1023])("of %i bins", (bins) => {
    it.each(Object.keys(objectives))("are the same from four columns at a time as from rows: %s", async (name) => {
      const params = {...objectives[name], max_bin: bins, num_leaves: 31};
      expect(await trees({...params, force_col_wise: true})).toBe(await trees({...params, force_row_wise: true}));
    });
  });

  it("are the same where bins take 4, 8 and 16 bits side by side", async () => {
    const params = {
      objective: "binary",
      max_bin: 1023,
      max_bin_by_feature: columns.map((_, i) => [15, 255, 1023][i % 3])
    };
    expect(await trees({...params, force_col_wise: true})).toBe(await trees({...params, force_row_wise: true}));
  });
});
