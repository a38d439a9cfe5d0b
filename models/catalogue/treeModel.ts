import {LightGBMError, type Params, readParams} from "lightgbm-wasm";
import {UserError} from "../../src/lib/errors.js";
import type {Transformation} from "../../src/lib/features/transformation.js";
import {crossValidate} from "../training/crossValidate.js";
import type {CatalogueModel} from "../training/model.js";
import {trainFolds} from "../training/trainFolds.js";
import {trainTransformed} from "../training/transformedFolds.js";

/** LightGBM's parameters of a model; with `num_iterations`, and without what every training here shares. */
export type TreeParams = Omit<Params, "objective" | "metric"> & {readonly num_iterations: number};

/** What a model file of the catalogue says. */
export interface TreeModelRecipe {
  name: string;
  title: string;
  params: TreeParams;
  transformations?: readonly Transformation[];
}

/** Common to all models: they tell ones from zeros, and do so the same way every time. */
const sharedParams = {objective: "binary", seed: 42} as const;

/** The value of `categorical_feature` that names no feature. */
const withoutCategories = "name:";

/** What the training decides itself; a variant with another objective would not be a classifier. */
const fixedParams = ["objective", "metric", "num_threads", "task", "verbosity", "data", "valid", "input_model"];

/** Makes a model of boosted trees (or of bagged ones, `boosting: "rf"`) of its parameters. */
export function treeModel({name, title, params, transformations}: TreeModelRecipe): CatalogueModel {
  const allParams: Params = {...sharedParams, ...params};
  const {num_iterations} = params;
  return {
    name,
    title,
    form: "trees",
    params: {
      ...checked({...allParams}),
      ...(transformations && {transformations: JSON.stringify(transformations)})
    },
    transformations,
    categories: params.categorical_feature === withoutCategories ? "codes" : "sets",
    progress: {unit: "trees", steps: num_iterations},
    withParams(changes) {
      const known = checked(changes);
      const fixed = fixedParams.find((parameter) => parameter in known);
      if (fixed !== undefined)
        throw new UserError(
          "bad-setting",
          `The parameter ${fixed} is the same for every model here and cannot be set.`
        );
      const iterations = Number(known.num_iterations ?? num_iterations);
      return treeModel({
        name,
        title,
        transformations,
        params: {...params, ...known, num_iterations: iterations}
      });
    },
    train: (data, folds, options) =>
      crossValidate(data, folds, () =>
        transformations === undefined
          ? trainFolds(data, folds, allParams, num_iterations, options)
          : trainTransformed(
              data,
              folds,
              transformations,
              (prepared, some, own) => trainFolds(prepared, some, allParams, num_iterations, own),
              options
            )
      )
  };
}

function checked(params: Readonly<Record<string, unknown>>): ReturnType<typeof readParams> {
  try {
    return readParams(params);
  } catch (error) {
    if (error instanceof LightGBMError) throw new UserError("unknown-parameter", error.message);
    throw error;
  }
}
