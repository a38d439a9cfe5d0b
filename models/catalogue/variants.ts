import type {CatalogueModel} from "../training/model.js";
import {findModel} from "./index.js";
import {variantOf} from "./variant.js";

export interface Variant {
  /** The run's name. */
  name: string;
  model: CatalogueModel;
}

/** What is recorded: the three models of the catalogue, and what becomes of each if one thing about it is changed. */
export const variants: readonly Variant[] = [
  variant("lightgbm", "lightgbm"),
  variant("randomforest", "randomforest"),
  variant("lightgbm-tuned", "lightgbm-tuned"),
  // The seed's steps are too small for a hundred trees …
  variant("lightgbm-fast-rate", "lightgbm", "learning_rate=0.1"),
  // … and its trees too large: ten times as many help, still less than single splits do.
  variant("lightgbm-1000-trees", "lightgbm", "learning_rate=0.05", "num_iterations=1000"),
  variant("randomforest-100-trees", "randomforest", "num_iterations=100"),
  variant("tuned-500-trees", "lightgbm-tuned", "num_iterations=500"),
  variant("tuned-4-leaves", "lightgbm-tuned", "num_leaves=4", "num_iterations=1000")
];

function variant(name: string, model: string, ...settings: string[]): Variant {
  return {name, model: variantOf(findModel(model), settings)};
}
