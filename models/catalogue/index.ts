import {UserError} from "../../src/lib/errors.js";
import {nearestName} from "../../src/lib/nearestName.js";
import type {CatalogueModel} from "../training/model.js";
import {countsLightgbm} from "./countsLightgbm.js";
import {lightgbm} from "./lightgbm.js";
import {logistic} from "./logistic.js";
import {naiveBayes} from "./naiveBayes.js";
import {randomForest} from "./randomForest.js";
import {tunedLightgbm} from "./tunedLightgbm.js";

/** Every model that can be trained: one file each, one line here. */
export const catalogue: readonly CatalogueModel[] = [
  lightgbm,
  randomForest,
  tunedLightgbm,
  countsLightgbm,
  logistic,
  naiveBayes
];

/** @throws UserError unknown-model, with the nearest name */
export function findModel(name: string): CatalogueModel {
  const model = catalogue.find((candidate) => candidate.name === name);
  if (model !== undefined) return model;
  const names = catalogue.map((candidate) => candidate.name);
  const near = nearestName(name, names);
  const hint = near === undefined ? `The models are ${names.join(", ")}.` : `Did you mean “${near}”?`;
  throw new UserError("unknown-model", `There is no model “${name}”. ${hint}`, {value: name});
}
