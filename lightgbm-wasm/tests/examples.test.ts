import {readdir, readFile} from "node:fs/promises";
import {join} from "node:path";
import {beforeAll, describe, expect, it} from "vitest";
import {ensureBuilt} from "../build.js";
import {loadLightGBM} from "../src/index.js";
import {type ExampleOutcome, exampleNames, readExample} from "./examples.js";
import {readLines} from "./fixtures.js";
import {digestNumbers, digestText} from "./outcome.js";

// Made by bench/lightgbm/fixtures.ts with the wheel that `pip install lightgbm` gives; wheel.test.ts holds it to that.
const expected = await readLines<ExampleOutcome>("examples.jsonl", "example");

beforeAll(() => ensureBuilt(), 1_200_000);

describe("LightGBM's own examples, read as text, give the models and metrics of Python's wheel", () => {
  for (const name of exampleNames) {
    it(name, async () => {
      const {path, params, data, validation: validationData} = await readExample(name);
      const lightgbm = await loadLightGBM();
      for (const file of await readdir(path)) lightgbm.files.set(file, await readFile(join(path, file)));
      using training = lightgbm.datasetFromFile(data, {params});
      using validation = lightgbm.datasetFromFile(validationData, {params, reference: training});
      const evaluations: number[] = [];
      using booster = await lightgbm.train(params, training, {
        validSets: {training, validation},
        // The program of the fixtures runs all iterations.
        earlyStoppingRounds: 0,
        onIteration: ({evaluations: sets}) => evaluations.push(...Object.values(sets).flatMap(Object.values))
      });
      const outcome = {
        text: digestText(booster.toString()),
        evaluations: digestNumbers(Float64Array.from(evaluations))
      };
      expect(outcome).toEqual(expected.get(name));
    });
  }
});
