import type {LogisticParams} from "../../src/lib/estimators/logisticRegression.js";
import {crossValidate} from "../training/crossValidate.js";
import {fitEachFold} from "../training/fitEachFold.js";
import type {CatalogueModel} from "../training/model.js";
import {changeParams} from "./parameterRules.js";

const rules = {
  C: {minimum: 1e-12, maximum: 1e12},
  max_iter: {minimum: 1, maximum: 10_000, integer: true},
  tol: {minimum: 1e-15, maximum: 1}
} as const;

function logisticModel(params: LogisticParams): CatalogueModel {
  return {
    name: "logistic",
    title: "Logistic regression",
    form: "linear",
    params: {...params},
    categories: "codes",
    progress: {unit: "folds", steps: 1},
    withParams: (changes) => logisticModel(changeParams(params, rules, changes)),
    train: (data, folds, options) =>
      crossValidate(data, folds, () => fitEachFold(data, folds, {kind: "logistic-regression", params}, options))
  };
}

/** What straight lines can say: the effects add up, but few of them are straight. */
export const logistic = logisticModel({C: 0.01, max_iter: 100, tol: 1e-12});
