import {type TreeParams, treeModel} from "./treeModel.js";

/**
 * The variables are independent and their effects add up, so trees of a single split lose nothing; many of them, each
 * seeing a tenth of the variables and seven tenths of the rows, follow the effects closely without learning the noise.
 * How many is chosen by the mean AUC over the folds: some 2,000 for 20,000 rows, twice as many for 200,000.
 */
export const tunedParams: TreeParams = {
  num_iterations: 8000,
  early_stopping_round: 300,
  first_metric_only: true,
  num_leaves: 2,
  learning_rate: 0.12,
  feature_fraction: 0.1,
  bagging_fraction: 0.7,
  bagging_freq: 1,
  max_bin: 127,
  min_data_in_leaf: 400,
  lambda_l2: 5
};

/**
 * The effects are alike, too: most rise or fall, and bend at one end. An additive model knows each the better for knowing
 * all, and boosting goes on from there, in small steps, as far as there is something left that it has not seen.
 */
export const tunedLightgbm = treeModel({
  name: "lightgbm-tuned",
  title: "LightGBM, tuned",
  params: {...tunedParams, num_iterations: 3000, early_stopping_round: 100, learning_rate: 0.03},
  start: {bins: 44, rounds: 12}
});
