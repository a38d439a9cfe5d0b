import {Worker} from "node:worker_threads";
import {beforeAll, expect, it} from "vitest";
import {ensureBuilt} from "../build.js";
import {compileLightGBM, loadLightGBM} from "../src/index.js";
import {binaryData} from "./data.js";

beforeAll(() => ensureBuilt(), 1_200_000);

it("several workers train at once on shared columns, with one compiled module", async () => {
  const data = binaryData(400, 4);
  const columns = data.columns.map((column) => {
    const shared = new Float64Array(new SharedArrayBuffer(column.byteLength));
    shared.set(column);
    return shared;
  });
  const params = {objective: "binary", num_leaves: 7, num_iterations: 5};
  const module = await compileLightGBM();
  const texts = await Promise.all(
    [0, 1].map(
      (half) =>
        new Promise((resolve, reject) => {
          const rows = Uint32Array.from({length: 200}, (_, i) => 2 * i + half);
          const worker = new Worker(new URL("./startTrainingWorker.mjs", import.meta.url), {
            workerData: {module, columns, label: data.label, rows, params}
          });
          worker.once("message", resolve);
          worker.once("error", reject);
        })
    )
  );
  const lightgbm = await loadLightGBM(module);
  for (const [half, text] of texts.entries()) {
    const rows = Uint32Array.from({length: 200}, (_, i) => 2 * i + half);
    using dataset = lightgbm.dataset({columns, label: data.label, rows, params});
    using booster = await lightgbm.train(params, dataset);
    expect(text).toBe(booster.toString());
  }
});
