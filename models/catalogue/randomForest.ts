import {treeModel} from "./treeModel.js";

/** Deep trees, each on its own sample of rows and columns, averaged. */
export const randomForest = treeModel({
  name: "randomforest",
  title: "Random forest",
  params: {
    boosting: "rf",
    num_iterations: 20,
    num_leaves: 127,
    min_data_in_leaf: 20,
    feature_fraction: 0.4,
    bagging_fraction: 0.632,
    bagging_freq: 1
  }
});
