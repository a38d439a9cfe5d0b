export type {Booster, ImportanceType, IterationRange, PredictionKind, PredictOptions} from "./booster.js";
export type {
  CrossValidation,
  CrossValidationIteration,
  CrossValidationOptions,
  Fold,
  FoldEvaluations
} from "./crossValidation.js";
export type {Dataset, DatasetOptions, Numbers, RowFields} from "./dataset.js";
export type {DatasetBuilder, DatasetBuilderOptions} from "./datasetBuilder.js";
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
export type {LeafDump, ModelDump, NodeDump, TreeDump} from "./modelDump.js";
export {type Params, type ParamValue, readParams} from "./parameters.js";
export type {LightGBMParams} from "./parameterTable.js";
export type {RefitOptions} from "./refit.js";
export type {RowPredictor} from "./rowPredictor.js";
export type {CompileOptions} from "./scorer/compile.js";
export {compileTables, contributions, type FeatureCounts, valueCounts} from "./scorer/index.js";
export type {ScoreOptions, Scorer, ScorerOptions} from "./scorer/scorer.js";
export type {Iteration, TrainOptions} from "./train.js";
export type {CustomMetric, CustomObjective, Evaluations} from "./training.js";
