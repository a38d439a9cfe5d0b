import {expect, test} from "vitest";
import {catalogue, findModel} from "../../../models/catalogue/index.js";
import {variantOf} from "../../../models/catalogue/variant.js";

test("the catalogue has the seed project's models first, then others", () => {
  expect(catalogue.map(({name}) => name)).toEqual([
    "lightgbm",
    "randomforest",
    "lightgbm-tuned",
    "lightgbm-counts",
    "logistic",
    "naive-bayes"
  ]);
  expect(findModel("lightgbm").params).toMatchObject({num_iterations: 100, num_leaves: 20, max_bin: 1023});
});

test("an unknown model is answered with the nearest name", () => {
  expect(() => findModel("lightgbm-tunned")).toThrow("Did you mean “lightgbm-tuned”?");
  expect(() => findModel("xgboost-3000")).toThrow("The models are lightgbm, randomforest, lightgbm-tuned, ");
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

test("what the tuned model starts from can be set, where there is such a thing", () => {
  const tuned = findModel("lightgbm-tuned");
  expect(variantOf(tuned, ["additive_bins=20", "num_leaves=4"]).params).toMatchObject({
    additive_bins: 20,
    num_leaves: 4
  });
  expect(() => variantOf(tuned, ["additive_rounds=-1"])).toThrow("additive_rounds must be an integer from 0 to 1000");
  expect(() => variantOf(findModel("lightgbm"), ["additive_rounds=5"])).toThrow("no parameter");
});

test("every model checks its own parameters, by name and range", () => {
  expect(variantOf(findModel("logistic"), ["C=2"]).params).toMatchObject({C: 2, max_iter: 100});
  expect(variantOf(findModel("naive-bayes"), ["prior=none", "bins=5"]).params).toMatchObject({bins: 5, prior: "none"});
  const refused = (model: string, setting: string, message: string) =>
    expect(() => variantOf(findModel(model), [setting])).toThrow(message);
  refused("logistic", "num_leaves=4", "The model has no parameter num_leaves. It has C, max_iter, tol.");
  refused("logistic", "max_itr=4", "Did you mean max_iter?");
  refused("logistic", "C=-1", "The parameter C must be a number from 1e-12 to 1000000000000, not -1.");
  refused("naive-bayes", "bins=2.5", "The parameter bins must be an integer from 2 to 255, not 2.5.");
  refused("naive-bayes", "prior=some", "The parameter prior must be shared or none, not some.");
});
