import type {Params} from "lightgbm-wasm";
import type {FoldAssignments, TrainedModel, TrainingData, TrainingOptions} from "./trainedModel.js";

/** LightGBM's parameters of a model; with `num_iterations`, and without what every training here shares. */
export type ModelParams = Omit<Params, "objective" | "metric"> & {readonly num_iterations: number};

/** What a model file of the catalogue says. */
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
