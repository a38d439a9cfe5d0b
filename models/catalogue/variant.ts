import {UserError} from "../../src/lib/errors.js";
import type {CatalogueModel} from "../training/model.js";

/**
 * A model with some of its parameters changed, each given as `name=value`.
 * @throws UserError bad-setting for what is no setting, unknown-parameter for what the model does not know or take
 */
export function variantOf(model: CatalogueModel, settings: readonly string[]): CatalogueModel {
  return settings.length === 0 ? model : model.withParams(Object.fromEntries(settings.map(readSetting)));
}

function readSetting(setting: string): [string, string | number | boolean] {
  const [, name, text = ""] = /^\s*([^=\s]+)\s*=\s*(\S+)\s*$/.exec(setting) ?? [];
  if (name === undefined)
    throw new UserError("bad-setting", `“${setting}” is not a setting such as num_leaves=4.`, {value: setting});
  if (text === "true" || text === "false") return [name, text === "true"];
  return [name, Number.isNaN(Number(text)) ? text : Number(text)];
}
