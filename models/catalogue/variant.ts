import {LightGBMError, readParams} from "lightgbm-wasm";
import {UserError} from "../../src/lib/errors.js";
import type {CatalogueModel} from "../training/model.js";
import {treeModel} from "./catalogueModel.js";

/** What the training decides itself; a variant with another objective would not be a classifier. */
const fixedParams = ["objective", "metric", "num_threads", "task", "verbosity", "data", "valid", "input_model"];

/**
 * A model with some of its parameters changed, each given as `name=value`.
 * @throws UserError bad-setting for what is no setting, unknown-parameter for what LightGBM does not know or take
 */
export function variantOf(model: CatalogueModel, settings: readonly string[]): CatalogueModel {
  if (settings.length === 0) return model;
  const changes = checked(Object.fromEntries(settings.map(readSetting)));
  const fixed = fixedParams.find((name) => name in changes);
  if (fixed !== undefined)
    throw new UserError("bad-setting", `The parameter ${fixed} is the same for every model here and cannot be set.`);
  const num_iterations = Number(changes.num_iterations ?? model.params.num_iterations);
  return treeModel({...model, params: {...model.params, ...changes, num_iterations}});
}

function readSetting(setting: string): [string, string | number | boolean] {
  const [, name, text = ""] = /^\s*([^=\s]+)\s*=\s*(\S+)\s*$/.exec(setting) ?? [];
  if (name === undefined)
    throw new UserError("bad-setting", `“${setting}” is not a setting such as num_leaves=4.`, {value: setting});
  if (text === "true" || text === "false") return [name, text === "true"];
  return [name, Number.isNaN(Number(text)) ? text : Number(text)];
}

function checked(settings: Record<string, unknown>) {
  try {
    return readParams(settings);
  } catch (error) {
    if (error instanceof LightGBMError) throw new UserError("unknown-parameter", error.message);
    throw error;
  }
}
