import {crossValidate} from "../training/crossValidate.js";
import type {CatalogueModel, ModelRecipe} from "../training/model.js";

/** Common to all models: they tell ones from zeros, and do so the same way every time. */
const sharedParams = {objective: "binary", seed: 42} as const;

/** Makes a model of boosted trees (or of bagged ones, `boosting: "rf"`) of its parameters. */
export function treeModel({name, title, params}: ModelRecipe): CatalogueModel {
  const allParams = {...sharedParams, ...params};
  return {
    name,
    title,
    params: allParams,
    train: (data, folds, options) => crossValidate(data, folds, allParams, params.num_iterations, options)
  };
}
