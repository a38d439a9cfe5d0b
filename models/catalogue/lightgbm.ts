import {treeModel} from "./treeModel.js";

/** Few, slow steps: the first model of the competition's seed project. */
export const lightgbm = treeModel({
  name: "lightgbm",
  title: "LightGBM",
  params: {
    num_iterations: 100,
    num_leaves: 20,
    learning_rate: 0.005,
    feature_fraction: 0.4,
    max_bin: 1023,
    min_data_in_leaf: 800,
    lambda_l1: 0.1,
    lambda_l2: 0.2
  }
});
