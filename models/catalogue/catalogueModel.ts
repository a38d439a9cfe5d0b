import type {Params} from "lightgbm-wasm";
import {crossValidate} from "../training/crossValidate.js";
import type {FoldAssignments, TrainedModel, TrainingData, TrainingOptions} from "../training/trainedModel.js";

/** LightGBM's parameters of a model; with `num_iterations`, and without what every training here shares. */
export type ModelParams = Omit<Params, "objective" | "metric"> & {readonly num_iterations: number};

/** What a model file says. */
export interface ModelRecipe {
  /** As on the command line. */
  name: string;
  /** As in the report. */
  title: string;
  params: ModelParams;
}

/** A model that can be trained. */
export interface CatalogueModel extends ModelRecipe {
  train(data: TrainingData, folds: FoldAssignments, options?: TrainingOptions): Promise<TrainedModel>;
}

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
