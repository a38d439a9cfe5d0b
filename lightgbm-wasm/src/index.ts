export type {Booster, ImportanceType} from "./booster.js";
export type {Categories} from "./categories.js";
export type {
  CrossValidation,
  CrossValidationIteration,
  CrossValidationOptions,
  FoldEvaluations
} from "./crossValidation.js";
export type {Dataset, DatasetOptions} from "./dataset.js";
export type {DatasetBuilder, DatasetBuilderOptions} from "./datasetBuilder.js";
export {LightGBMError} from "./error.js";
export type {
  Column,
  ColumnFeatures,
  FeatureData,
  IntegerArray,
  MatrixFeatures,
  NumberArray,
  NumberVector,
  RowIndices,
  SparseFeatures
} from "./features.js";
export type {Fold, FoldPlan} from "./folds.js";
export type {LightGBM} from "./lightgbm.js";
export {type CompiledModule, compileLightGBM, type LoadOptions, loadLightGBM, type ModuleSource} from "./loader.js";
export type {LeafDump, ModelDump, NodeDump, TreeDump} from "./modelDump.js";
export {type Params, type ParamValue, readParams} from "./parameters.js";
export type {LightGBMParams} from "./parameterTable.js";
export type {IterationRange, PredictionKind, PredictOptions} from "./prediction.js";
export type {RefitOptions} from "./refit.js";
export type {Numbers, RowFields} from "./rowFields.js";
export type {RowPredictor} from "./rowPredictor.js";
export type {CompileOptions} from "./scorer/compile.js";
export {compileTables, contributions, type FeatureCounts, valueCounts} from "./scorer/index.js";
export type {ScoreOptions, Scorer, ScorerOptions} from "./scorer/scorer.js";
export type {Iteration, TrainOptions} from "./train.js";
export type {Trainer} from "./trainer.js";
export type {CustomMetric, CustomObjective, Evaluations, TrainingOptions} from "./training.js";
export type {SplitValueHistogram, TreeTableRow} from "./treeTable.js";
