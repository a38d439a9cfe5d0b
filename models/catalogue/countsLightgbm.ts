import {treeModel} from "./treeModel.js";
import {tunedParams} from "./tunedLightgbm.js";

/**
 * In the competition it says something whether a value occurs elsewhere, too: the tuned model, with how often each value
 * occurs in the training file and in the rows of the test file that are not copied together from others.
 */
export const countsLightgbm = treeModel({
  name: "lightgbm-counts",
  title: "LightGBM with value counts",
  params: tunedParams,
  transformations: [{kind: "value-counts", cap: 20}]
});
