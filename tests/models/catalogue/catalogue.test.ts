import {expect, test} from "vitest";
import {catalogue, findModel} from "../../../models/catalogue/index.js";
import {variantOf} from "../../../models/catalogue/variant.js";

test("the catalogue has the seed project's models and the tuned one", () => {
  expect(catalogue.map(({name}) => name)).toEqual(["lightgbm", "randomforest", "lightgbm-tuned"]);
  expect(findModel("lightgbm").params).toMatchObject({num_iterations: 100, num_leaves: 20, max_bin: 1023});
});

test("an unknown model is answered with the nearest name", () => {
  expect(() => findModel("lightgbm-tunned")).toThrow("Did you mean “lightgbm-tuned”?");
  expect(() => findModel("xgboost-3000")).toThrow("The models are lightgbm, randomforest, lightgbm-tuned.");
});

test("a variant changes the parameters it names, by LightGBM's names or their aliases, and no others", () => {
  const variant = variantOf(findModel("lightgbm"), ["n_estimators=300", "learning_rate=0.1", "extra_trees=true"]);
  expect(variant.params).toEqual({
    ...findModel("lightgbm").params,
    num_iterations: 300,
    learning_rate: 0.1,
    extra_trees: true
  });
  expect(variant.name).toBe("lightgbm");
});

test("a setting that cannot be is named", () => {
  const model = findModel("lightgbm");
  expect(() => variantOf(model, ["num_leafs=3"])).toThrow(/no parameter "num_leafs".*did you mean "num_lea/);
  expect(() => variantOf(model, ["num_leaves=many"])).toThrow("num_leaves must be an integer");
  expect(() => variantOf(model, ["num_leaves"])).toThrow("not a setting such as num_leaves=4");
  expect(() => variantOf(model, ["objective=regression"])).toThrow("cannot be set");
});
