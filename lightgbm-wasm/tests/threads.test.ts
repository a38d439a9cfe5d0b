import {execFile} from "node:child_process";
import {readFile} from "node:fs/promises";
import {promisify} from "node:util";
import {beforeAll, describe, expect, it} from "vitest";
import {ensureBuilt} from "../build.js";
import {compileLightGBM, type LightGBM, loadLightGBM, type Params} from "../src/index.js";
import {threadSource} from "../src/threadSource.js";
import {binaryData} from "./data.js";

beforeAll(() => ensureBuilt(), 1_200_000);

/** Large enough that rows, features and folds are shared out, and not divisible by any number of threads. */
const {columns, label} = binaryData(10_007, 13);

const variations: Record<string, Params> = {
  "gradient boosting": {metric: ["auc", "binary_logloss"]},
  goss: {data_sample_strategy: "goss"},
  "random forest": {boosting: "rf", bagging_freq: 1, bagging_fraction: 0.7, feature_fraction: 0.5},
  dart: {boosting: "dart"},
  "rows side by side": {force_row_wise: true, max_bin: 15},
  "quantised gradients": {use_quantized_grad: true, stochastic_rounding: false},
  "linear trees": {linear_tree: true},
  "extra trees": {extra_trees: true, path_smooth: 1}
};

async function trainText(lightgbm: LightGBM, params: Params): Promise<string> {
  const rows = Uint32Array.from(label.keys());
  using training = lightgbm.dataset({columns, label, rows: rows.subarray(0, 9001), params});
  using validation = lightgbm.dataset({columns, label, rows: rows.subarray(9001), reference: training});
  const evaluations: unknown[] = [];
  using booster = await lightgbm.train(params, training, {
    numIterations: 8,
    validSets: {training, validation},
    onIteration: (iteration) => evaluations.push(iteration.evaluations)
  });
  const predictions = [...booster.predict({columns})];
  return JSON.stringify([booster.toString(), evaluations, predictions]);
}

describe("threads", () => {
  it("run the text of thread.js where its file is not at hand", async () => {
    expect(threadSource).toBe(await readFile(new URL("../src/thread.js", import.meta.url), "utf8"));
  });

  it.each(Object.keys(variations))("do not change models, evaluations and predictions of %s", async (name) => {
    const params = {objective: "binary", ...variations[name]};
    const texts: string[] = [];
    for (const threads of [1, 2, 3, 8]) {
      using lightgbm = await loadLightGBM(undefined, {threads});
      texts.push(await trainText(lightgbm, params));
    }
    for (const text of texts) expect(text).toBe(texts[0]);
  });

  it("do not change cross-validations, of more folds than threads", async () => {
    const rows = Int32Array.from(label.keys());
    const folds = [0, 1, 2, 3, 4].map((fold) => ({
      training: rows.filter((row) => row % 5 !== fold),
      validation: rows.filter((row) => row % 5 === fold)
    }));
    const params = {objective: "binary", metric: "auc", bagging_fraction: 0.8, bagging_freq: 1};
    const results: unknown[] = [];
    for (const threads of [1, 2, 4]) {
      using lightgbm = await loadLightGBM(undefined, {threads});
      using dataset = lightgbm.dataset({columns, label, params});
      using result = await lightgbm.cv(params, dataset, {folds, numIterations: 6});
      results.push([result.evaluations, result.boosters.map((booster) => booster.toString())]);
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });

  it("run the folds that a training alone would be", async () => {
    using lightgbm = await loadLightGBM(undefined, {threads: 3});
    const rows = Int32Array.from(label.keys());
    const params = {objective: "binary"};
    const folds = [0, 1].map((half) => ({
      training: rows.filter((row) => row % 2 === half),
      validation: rows.filter((row) => row % 2 !== half)
    }));
    using dataset = lightgbm.dataset({columns, label, params});
    using result = await lightgbm.cv(params, dataset, {folds, numIterations: 5});
    using part = dataset.subset(folds[1].training);
    using alone = await lightgbm.train(params, part, {numIterations: 5});
    expect(result.boosters[1].toString()).toBe(alone.toString());
  });

  it("share a compiled module among instances, which train at once", async () => {
    const module = await compileLightGBM(undefined, {threads: 2});
    const texts = await Promise.all(
      [1, 2, 2].map(async (threads) => {
        using lightgbm = await loadLightGBM(module, {threads});
        return await trainText(lightgbm, {objective: "binary"});
      })
    );
    expect(new Set(texts).size).toBe(1);
  });

  it("pass on what a thread throws, and leave the instance usable", async () => {
    using lightgbm = await loadLightGBM(undefined, {threads: 2});
    const lines = Array.from(label, (value, row) => `${value},${columns[0][row]}`);
    lines[10_000] = "0,apple";
    lightgbm.files.set("data.csv", new TextEncoder().encode(lines.join("\n")));
    expect(() => lightgbm.datasetFromFile("data.csv")).toThrow(/Unknown token apple/);
    expect(() => lightgbm.datasetBuilder({rowCount: 1e9, sample: {columns}})).toThrow("LightGBM is out of memory");
    using dataset = lightgbm.dataset({columns, label});
    using booster = await lightgbm.train({objective: "binary"}, dataset, {numIterations: 2});
    expect(booster.iterationCount).toBe(2);
  });

  it("do not let memory grow over 50 trainings", async () => {
    using lightgbm = await loadLightGBM(undefined, {threads: 2});
    let afterFirst = 0;
    for (let i = 0; i < 50; ++i) {
      using dataset = lightgbm.dataset({columns: columns.slice(0, 3), label});
      using booster = await lightgbm.train({objective: "binary"}, dataset, {numIterations: 2});
      booster.predict({columns: columns.slice(0, 3)});
      if (i === 10) afterFirst = lightgbm.memoryBytes;
    }
    // Threads ask for memory in an order that is not fixed, which may leave a gap or two.
    expect(lightgbm.memoryBytes).toBeLessThan(afterFirst + 2 ** 20);
  });

  it("must be a number that can be, and have the module for it", async () => {
    for (const threads of [0, 1.5, 256]) {
      await expect(loadLightGBM(undefined, {threads})).rejects.toThrow(`an integer from 1 to 255, not ${threads}`);
    }
    const single = await compileLightGBM();
    await expect(loadLightGBM(single, {threads: 2})).rejects.toThrow("lightgbm-threads.wasm");
  });

  it("end with their instance, which says so when it is used again", async () => {
    const lightgbm = await loadLightGBM(undefined, {threads: 2});
    const dataset = lightgbm.dataset({columns, label});
    lightgbm.free();
    expect(() => lightgbm.dataset({columns, label})).toThrow("has been freed");
    dataset.free();
  });

  it("do not keep a process alive", async () => {
    const loader = new URL("../src/index.ts", import.meta.url).href;
    const code = `const {loadLightGBM} = await import("${loader}"); await loadLightGBM(undefined, {threads: 2});
      console.log("loaded")`;
    const {stdout} = await promisify(execFile)(process.execPath, [
      "--import",
      "tsx",
      "--input-type=module",
      "-e",
      code
    ]);
    expect(stdout).toBe("loaded\n");
  });
});
