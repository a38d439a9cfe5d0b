export {Booster, type ImportanceType, type IterationRange, type PredictionKind} from "./booster.js";
export {Dataset, type DatasetOptions} from "./dataset.js";
export {LightGBMError} from "./error.js";
export type {
  Column,
  ColumnFeatures,
  FeatureData,
  MatrixFeatures,
  NumberArray,
  NumberVector,
  RowIndices
} from "./features.js";
export type {LightGBM} from "./lightgbm.js";
export {compileLightGBM, type LoadOptions, loadLightGBM, type ModuleSource} from "./loader.js";
export type {Params, ParamValue} from "./parameters.js";
export type {Evaluations, Iteration, TrainOptions} from "./train.js";
