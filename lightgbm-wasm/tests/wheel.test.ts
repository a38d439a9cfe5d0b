import {describe, expect, it} from "vitest";
import {python, withoutPython} from "../../tests/python.js";
import {ensureBuilt} from "../build.js";
import {loadLightGBM} from "../src/index.js";
import {baseParams, cases} from "./cases.js";
import {type ExampleOutcome, exampleNames} from "./examples.js";
import {readLines} from "./fixtures.js";
import type {Outcome} from "./outcome.js";
import {tables} from "./tables.js";
import {wheelExamples, wheelOutcomes, wheelPredictions} from "./wheel.js";

function expectNear(ours: Float64Array, theirs: Float64Array): void {
  expect(ours).toHaveLength(theirs.length);
  expect(Math.max(...ours.map((value, i) => Math.abs(value - theirs[i])))).toBeLessThan(1e-12);
}

/** What native.test.ts and examples.test.ts compare with must be what `pip install lightgbm` gives. */
describe.skipIf(python === undefined)(`the recorded results are those of the wheel (${withoutPython})`, () => {
  it("in every case: texts, metrics and predictions, to the last bit", async () => {
    const recorded = await readLines<Outcome>("wheel.jsonl", "case");
    const outcomes = await wheelOutcomes(Object.values(cases));
    for (const [i, name] of Object.keys(cases).entries()) expect(outcomes[i], name).toEqual(recorded.get(name));
  });

  it("in LightGBM's own examples", async () => {
    const recorded = await readLines<ExampleOutcome>("examples.jsonl", "example");
    const outcomes = await wheelExamples(exampleNames);
    for (const [i, name] of exampleNames.entries()) expect(outcomes[i], name).toEqual(recorded.get(name));
  });

  it("and it predicts from our texts what we predict, with the processor's other arithmetic", async () => {
    await ensureBuilt();
    using lightgbm = await loadLightGBM();
    const models = [];
    for (const name of ["binary", "missing values", "categorical", "rf", "multiclass", "poisson", "dart"]) {
      const {table, params: caseParams} = cases[name];
      const {columns, label, categoricalFeatures} = tables[table]();
      const params = {...baseParams, ...caseParams};
      using dataset = lightgbm.dataset({columns, label, categoricalFeatures, params});
      models.push({columns, booster: await lightgbm.train(params, dataset)});
    }
    const theirs = await wheelPredictions(models.map(({columns, booster}) => ({columns, text: booster.toString()})));
    for (const [i, {columns, booster}] of models.entries()) {
      expect(booster.predict({columns}, {kind: "raw"})).toEqual(theirs[i].raw);
      expect(booster.predict({columns}, {kind: "leaf"})).toEqual(theirs[i].leaf);
      expectNear(booster.predict({columns}), theirs[i].normal);
      expectNear(booster.predict({columns}, {kind: "contributions"}), theirs[i].contributions);
      booster.free();
    }
  });
});
