import type {CatalogueModel} from "../training/model.js";
import {findModel} from "./index.js";
import {variantOf} from "./variant.js";

/** Of the tuned model, without the additive model that it starts from. */
const boostingAlone = ["additive_rounds=0", "learning_rate=0.12", "early_stopping_round=300"];

export interface Variant {
  /** The run's name. */
  name: string;
  model: CatalogueModel;
}

/** The recorded runs: the models of the catalogue but for value counts, which say nothing here, and variants of some. */
export const variants: readonly Variant[] = [
  variant("lightgbm", "lightgbm"),
  variant("randomforest", "randomforest"),
  variant("lightgbm-tuned", "lightgbm-tuned"),
  variant("logistic", "logistic"),
  variant("naive-bayes", "naive-bayes"),
  // Boosting alone needs many more trees, knows each effect by itself, and stays behind …
  variant("tuned-without-start", "lightgbm-tuned", ...boostingAlone, "num_iterations=8000"),
  // … with fewer or larger trees as well.
  variant("tuned-500-trees", "lightgbm-tuned", ...boostingAlone, "num_iterations=500"),
  variant("tuned-4-leaves", "lightgbm-tuned", ...boostingAlone, "num_leaves=4", "num_iterations=1000"),
  // The learning rate of the seed project is too small for a hundred trees …
  variant("lightgbm-fast-rate", "lightgbm", "learning_rate=0.1"),
  // … and ten times as many trees help, but less than trees of a single split do.
  variant("lightgbm-1000-trees", "lightgbm", "learning_rate=0.05", "num_iterations=1000"),
  variant("randomforest-100-trees", "randomforest", "num_iterations=100")
];

function variant(name: string, model: string, ...settings: string[]): Variant {
  return {name, model: variantOf(findModel(model), settings)};
}
