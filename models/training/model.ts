import type {Transformation} from "../../src/lib/features/transformation.js";
import type {FoldAssignments, TrainedModel, TrainingData, TrainingOptions} from "./trainedModel.js";

export type ParameterValue = number | string | boolean | readonly (number | string)[];

/** A model's parameters, by name. */
export type ModelParams = Readonly<Record<string, ParameterValue>>;

/** How a trained model is kept: LightGBM's text, or the coefficients of a linear model as JSON. */
export type ModelForm = "trees" | "linear";

/**
 * How a model takes categories. Trees may send any set of them to one side, which fits better, and in less time, as
 * codes have no meaning; but ONNX has no such splits.
 */
export type CategoryForm = "sets" | "codes";

/** A model that can be trained. */
export interface CatalogueModel {
  /** As on the command line. */
  name: string;
  /** As in the report. */
  title: string;
  form: ModelForm;
  params: ModelParams;
  /** What is done to the features before the model sees them. */
  transformations?: readonly Transformation[];
  categories: CategoryForm;
  /** What the training counts: steps of each fold, for its progress. */
  progress: {unit: string; steps: number};
  /** @throws UserError bad-setting, unknown-parameter for what the model does not know or take */
  withParams(changes: Readonly<Record<string, number | string | boolean>>): CatalogueModel;
  train(data: TrainingData, folds: FoldAssignments, options?: TrainingOptions): Promise<TrainedModel>;
}
