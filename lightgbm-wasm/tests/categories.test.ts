import {vectorFromArray} from "apache-arrow";
import {beforeAll, describe, expect, it} from "vitest";
import {python, runPython, withoutPython} from "../../tests/python.js";
import {ensureBuilt} from "../build.js";
import {type Booster, type LightGBM, loadLightGBM} from "../src/index.js";
import {random} from "./data.js";

let lightgbm: LightGBM;

beforeAll(async () => {
  await ensureBuilt();
  lightgbm = await loadLightGBM();
}, 1_200_000);

const params = {objective: "binary", min_data_in_leaf: 5, min_data_per_group: 5, num_iterations: 5};
const next = random(3);
const colours = ["red", "green", "blue", "d\u00e9j\u00e0 vu"];
const colour = Array.from({length: 300}, () => (next() < 0.1 ? null : colours[Math.floor(next() * 4)]));
const size = Float64Array.from(colour, () => next());
const label = colour.map((name, row) => Number((name === "red" || name === "blue") !== size[row] > 0.8));
/** As pandas numbers categories: in the order of their names. */
const codes = Float64Array.from(colour, (name) => (name === null ? Number.NaN : [...colours].sort().indexOf(name)));

async function train(): Promise<Booster> {
  using dataset = lightgbm.dataset({columns: [size, colour], label, params});
  return lightgbm.train(params, dataset);
}

describe("columns of text", () => {
  it("are categories, numbered in the order of their names", async () => {
    using booster = await train();
    using coded = lightgbm.dataset({columns: [size, codes], label, categoricalFeatures: [1], params});
    using expected = await lightgbm.train(params, coded);
    expect(booster.predict({columns: [size, colour]})).toEqual(expected.predict({columns: [size, codes]}));
    expect(booster.predict({columns: [size, vectorFromArray(colour)]})).toEqual(
      booster.predict({columns: [size, codes]})
    );
    expect(booster.toString()).toBe(
      `${expected.toString()}\npandas_categorical:[["blue", "d\\u00e9j\\u00e0 vu", "green", "red"]]\n`
    );
    using predictor = booster.rowPredictor();
    expect(predictor.predict([0.5, "red"])).toEqual(predictor.predict([0.5, 3]));
    expect(predictor.predict([0.5, null])).toEqual(predictor.predict([0.5, Number.NaN]));
  });

  it("keep their categories in validation data, subsets, folds, texts and refits", async () => {
    using dataset = lightgbm.dataset({columns: [size, colour], label, params});
    const rows = Int32Array.from({length: 60}, (_, i) => i).filter((row) => colour[row] !== "blue");
    using validation = lightgbm.dataset({columns: [size, colour], label, rows, reference: dataset});
    using booster = await lightgbm.train(params, dataset, {validSets: {validation}});
    using again = lightgbm.boosterFromString(booster.toString());
    expect(again.toString()).toBe(booster.toString());
    expect(again.categories).toEqual(booster.categories);
    expect(again.predict({columns: [size, colour]})).toEqual(booster.predict({columns: [size, colour]}));
    using refitted = lightgbm.refit(again, {columns: [size, colour], label, decayRate: 1});
    expect(refitted.predict({columns: [size, colour]})).toEqual(booster.predict({columns: [size, colour]}));
    using result = await lightgbm.cv(params, dataset, {folds: 3});
    expect(result.boosters[0].categories).toEqual(booster.categories);
  });

  it("take what is no category for missing, as pandas does", async () => {
    using booster = await train();
    const strange = booster.predict({
      columns: [
        [0.5, 0.5],
        ["mauve", null]
      ]
    });
    expect(strange[0]).toBe(strange[1]);
  });

  it("are refused where there are no categories for them", async () => {
    using booster = await train();
    expect(() => booster.predict({columns: [["a"], ["red"]]})).toThrow("Column 0 holds text, but the model has no");
    expect(() => lightgbm.dataset({columns: [["a", 1]] as never, label: [0, 1]})).toThrow("Column 0 holds text and 1");
    using dataset = lightgbm.dataset({columns: [size, codes], label, params});
    using numbers = await lightgbm.train(params, dataset);
    expect(() => numbers.predict({columns: [size, colour]})).toThrow(
      "Column 1 holds text, but there are no categories"
    );
  });

  it.skipIf(python === undefined)(`are what a data frame of pandas makes of them (${withoutPython})`, async () => {
    const program = `
import json, sys, lightgbm, pandas
frame = pandas.DataFrame(json.loads(sys.argv[1]))
frame["colour"] = frame["colour"].astype("category")
params = json.loads(sys.argv[2]) | {"verbosity": -1, "num_threads": 1, "force_col_wise": True}
data = lightgbm.Dataset(frame[["size", "colour"]], frame["label"], params=params)
booster = lightgbm.train(params, data)
ours = lightgbm.Booster(model_str=sys.argv[3])
print(json.dumps({"text": booster.model_to_string(), "predictions": booster.predict(frame[["size", "colour"]]).tolist(),
  "fromOurs": ours.predict(frame[["size", "colour"]]).tolist()}))`;
    using booster = await train();
    const frame = JSON.stringify({size: [...size], colour, label});
    const {text, predictions, fromOurs} = JSON.parse(
      runPython(program, [frame, JSON.stringify(params), booster.toString()])
    );
    using theirs = lightgbm.boosterFromString(text);
    expect(theirs.toString()).toBe(text);
    for (const model of [theirs, booster]) {
      const ours = model.predict({columns: [size, colour]});
      for (const python of [predictions, fromOurs]) {
        expect(Math.max(...ours.map((p, row) => Math.abs(p - python[row])))).toBeLessThan(1e-12);
      }
    }
  });
});
