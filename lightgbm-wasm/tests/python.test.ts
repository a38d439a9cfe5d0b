import {beforeAll, describe, expect, it} from "vitest";
import {ensureBuilt} from "../build.js";
import {contributions, type LightGBM, loadLightGBM} from "../src/index.js";
import {readLines} from "./fixtures.js";
import {pythonCases, trainCase} from "./pythonCases.js";

interface PythonPredictions {
  normal: number[];
  raw: number[];
  contributions: number[];
}

// Made by bench/lightgbm/python.py with Python's lightgbm 4.7.0 from the text of our models.
const expected = await readLines<PythonPredictions>("python.jsonl", "case");

let lightgbm: LightGBM;

beforeAll(async () => {
  await ensureBuilt();
  lightgbm = await loadLightGBM();
}, 1_200_000);

describe("Python's lightgbm predicts from our text what we predict", () => {
  for (const name of pythonCases) {
    it(name, async () => {
      const {booster, rows, columnCount} = await trainCase(lightgbm, name);
      const python = expected.get(name);
      const data = {matrix: rows, columnCount};
      expectNear(booster.predict(data), python?.normal);
      expectNear(booster.predict(data, {kind: "raw"}), python?.raw);
      expectNear(booster.predict(data, {kind: "contributions"}), python?.contributions);
      const scorer = booster.compile();
      expectNear(scorer.predict(data), python?.normal);
      expectNear(scorer.predict(data, {kind: "raw"}), python?.raw);
      expectNear(contributions(scorer, data), python?.contributions);
      booster.free();
    });
  }
});

// Python's build computes exp with fused multiply-add, and sums contributions in another order.
function expectNear(ours: Float64Array, theirs: readonly number[] | undefined): void {
  expect(theirs).toHaveLength(ours.length);
  for (const [i, value] of theirs?.entries() ?? []) expect(Math.abs(ours[i] - value)).toBeLessThan(1e-12);
}
