import {expect, test} from "vitest";
import {UserError} from "../../../../src/lib/errors.js";
import {type ModelShape, readModelShape, shapeAt, writeModelShape} from "../../../../src/lib/profile/modelShape.js";
import {readProfiles, writeProfiles} from "../../../../src/lib/profile/profileTable.js";
import {sampleFeatureProfiles} from "../../../fixtures/featureSamples.js";

const profiles = sampleFeatureProfiles({features: 5});
const [first, second] = profiles.features;
const odd = {
  ...profiles,
  correlations: {pairs: 1, rows: 9, byChance: 0.5, order: [1, 0], strongest: [{a: "", b: "<b>", coefficient: -0.25}]},
  features: [
    {...first, name: "", categories: ["red", "green"]},
    {...second, name: "__proto__", auc: undefined, drift: undefined, repeats: {rows: [0], positives: [0]}},
    {
      ...second,
      name: "<b>ü",
      train: {rows: 4, missing: 4, infinite: 0, zeros: 0, distinct: 0},
      rates: {upper: [1e300, 4e-320], rows: [1, 2], positives: [0, 1]}
    }
  ]
};
const shape: ModelShape = {
  model: "LightGBM",
  exact: true,
  intercept: -2.5,
  folds: 5,
  rows: 100,
  explained: 1,
  features: [
    {
      name: "a",
      thresholds: Float64Array.of(0.1, 2),
      values: Float64Array.of(-1, 0, 1),
      least: Float64Array.of(-1.5, -0.5, 0.5),
      greatest: Float64Array.of(-0.5, 0.5, 1.5),
      missing: 0.25,
      meanAbsolute: 0.5
    }
  ]
};

test("profiles are read as they were written, whatever their names and numbers", () => {
  expect(readProfiles(writeProfiles(profiles))).toEqual(profiles);
  expect(readProfiles(writeProfiles(odd))).toEqual(odd);
  expect(readProfiles(writeProfiles({...profiles, features: []})).features).toEqual([]);
});

test("a model's shape is read as it was written, and so is the reason why there is none", () => {
  expect(readModelShape(writeModelShape(shape))).toEqual(shape);
  expect(readModelShape(writeModelShape({reason: "no trees"}))).toEqual({reason: "no trees"});
  const [a] = shape.features;
  expect([0.1, 0.2, 2, 3, Number.NaN].map((value) => shapeAt(a, value))).toEqual([-1, 0, 0, 1, 0.25]);
});

test("a file that is cut short is refused with a sentence, wherever it ends", () => {
  for (const [bytes, read] of [
    [writeProfiles(profiles), readProfiles],
    [writeModelShape(shape), readModelShape]
  ] as const) {
    for (let length = 0; length < bytes.length - 8; length += 97) {
      let error: unknown;
      try {
        read(bytes.slice(0, length));
      } catch (thrown) {
        error = thrown;
      }
      expect(error, `${length} bytes`).toBeInstanceOf(UserError);
    }
  }
});
