import type {NaiveBayesParams} from "../../src/lib/estimators/naiveBayes.js";
import {crossValidate} from "../training/crossValidate.js";
import {fitEachFold} from "../training/fitEachFold.js";
import type {CatalogueModel} from "../training/model.js";
import {changeParams} from "./parameterRules.js";

const rules = {
  bins: {minimum: 2, maximum: 255, integer: true},
  alpha: {minimum: 1e-9, maximum: 1e6},
  prior: {words: ["shared", "none"]}
} as const;

function naiveBayesModel(params: NaiveBayesParams): CatalogueModel {
  return {
    name: "naive-bayes",
    title: "Naive Bayes",
    form: "trees",
    params: {...params},
    categories: "codes",
    progress: {unit: "folds", steps: 1},
    withParams: (changes) => naiveBayesModel(changeParams(params, rules, changes)),
    train: (data, folds, options) =>
      crossValidate(data, folds, () => fitEachFold(data, folds, {kind: "naive-bayes", params}, options))
  };
}

/** The variables are nearly independent: a curve of each, measured by itself, is most of what there is to know. */
export const naiveBayes = naiveBayesModel({bins: 20, alpha: 0.5, prior: "shared"});
