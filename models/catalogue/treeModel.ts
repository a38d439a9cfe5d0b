import {LightGBMError, type Params, readParams} from "lightgbm-wasm";
import {UserError} from "../../src/lib/errors.js";
import type {AdditiveModelParams} from "../../src/lib/estimators/additiveModel.js";
import type {Transformation} from "../../src/lib/features/transformation.js";
import {crossValidate} from "../training/crossValidate.js";
import type {CatalogueModel} from "../training/model.js";
import {trainFolds} from "../training/trainFolds.js";
import {trainTransformed} from "../training/transformedFolds.js";
import {changeParams} from "./parameterRules.js";

/** LightGBM's parameters of a model; with `num_iterations`, and without what every training here shares. */
export type TreeParams = Omit<Params, "objective" | "metric"> & {readonly num_iterations: number};

/** What a model file of the catalogue says. */
export interface TreeModelRecipe {
  name: string;
  title: string;
  params: TreeParams;
  transformations?: readonly Transformation[];
  /** Boosting goes on from an additive model of this kind; from none with 0 rounds. */
  start?: AdditiveModelParams;
}

/** Common to all models: they tell ones from zeros, and do so the same way every time. */
const sharedParams = {objective: "binary", seed: 42} as const;

/** The value of `categorical_feature` that names no feature. */
const withoutCategories = "name:";

/** What the training decides itself; a variant with another objective would not be a classifier. */
const fixedParams = ["objective", "metric", "num_threads", "task", "verbosity", "data", "valid", "input_model"];

const startRules = {
  additive_bins: {minimum: 2, maximum: 255, integer: true},
  additive_rounds: {minimum: 0, maximum: 1000, integer: true}
} as const;

/** Makes a model of boosted trees (or of bagged ones, `boosting: "rf"`) of its parameters. */
export function treeModel({name, title, params, transformations, start}: TreeModelRecipe): CatalogueModel {
  const allParams: Params = {...sharedParams, ...params};
  const {num_iterations} = params;
  const usedStart = start !== undefined && start.rounds > 0 ? start : undefined;
  return {
    name,
    title,
    form: "trees",
    params: {
      ...checked({...allParams}),
      ...(usedStart && namesOfStart(usedStart)),
      ...(transformations && {transformations: JSON.stringify(transformations)})
    },
    transformations,
    categories: params.categorical_feature === withoutCategories ? "codes" : "sets",
    progress: {unit: "trees", steps: num_iterations},
    withParams(changes) {
      const {changed, others} = changeStart(start, changes);
      const known = checked(others);
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
        start: changed,
        params: {...params, ...known, num_iterations: iterations}
      });
    },
    train: (data, folds, options) =>
      crossValidate(data, folds, () =>
        transformations === undefined
          ? trainFolds(data, folds, allParams, {...options, iterations: num_iterations, start: usedStart})
          : trainTransformed(
              data,
              folds,
              transformations,
              (prepared, some, own) =>
                trainFolds(prepared, some, allParams, {...own, iterations: num_iterations, start: usedStart}),
              options
            )
      )
  };
}

/** As the parameters of a run: LightGBM has none of these names. */
const namesOfStart = ({bins, rounds}: AdditiveModelParams) => ({additive_bins: bins, additive_rounds: rounds});

/** Parts the changes of the start, which a model without one does not know, from LightGBM's. */
function changeStart(
  start: AdditiveModelParams | undefined,
  changes: Readonly<Record<string, number | string | boolean>>
): {changed: AdditiveModelParams | undefined; others: Readonly<Record<string, unknown>>} {
  if (start === undefined) return {changed: undefined, others: changes};
  const isOfStart = ([name]: [string, unknown]) => Object.hasOwn(startRules, name);
  const entries = Object.entries(changes);
  const own = Object.fromEntries(entries.filter(isOfStart));
  const {additive_bins, additive_rounds} = changeParams(namesOfStart(start), startRules, own);
  return {
    changed: {bins: additive_bins, rounds: additive_rounds},
    others: Object.fromEntries(entries.filter((entry) => !isOfStart(entry)))
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
