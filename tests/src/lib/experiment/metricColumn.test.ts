import {expect, test} from "vitest";
import {directionByName, metricColumn} from "../../../../src/lib/experiment/metricColumn.js";

test.each([
  // Of scikit-learn's autolog, of LightGBM's, of Keras', of people.
  ["training_score", "higher"],
  ["training_roc_auc", "higher"],
  ["training_log_loss", "lower"],
  ["best_cv_score", "higher"],
  ["mean_test_score", "higher"],
  ["mean_fit_time", "lower"],
  ["rank_test_score", "lower"],
  ["valid_0-auc", "higher"],
  ["valid_0-binary_logloss", "lower"],
  ["valid_0-l2", "lower"],
  ["valid_0-ndcg-at-5", "higher"],
  ["val_loss", "lower"],
  ["trainLoss", "lower"],
  ["loss", "lower"],
  ["RMSE", "lower"],
  ["test/rmse", "lower"],
  ["mean_squared_error-test", "lower"],
  ["neg_log_loss", "higher"],
  ["neg_mean_squared_error", "higher"],
  ["cross-entropy", "lower"],
  ["log_likelihood", "higher"],
  ["brier_score_loss", "lower"],
  ["r2_score", "higher"],
  ["cohen_kappa", "higher"],
  ["matthews_corrcoef", "higher"],
  ["false_positive_rate", "lower"],
  ["inference latency", "lower"],
  ["auc_std", "lower"],
  ["Genauigkeit", "higher"],
  // Not words of their own.
  ["lossless", "higher"],
  ["terror", "higher"]
])("of %s, %s is better", (name, direction) => expect(directionByName(name)).toBe(direction));

test("a known metric has its title, another its name; decimals follow the values", () => {
  expect(metricColumn("average_precision")).toEqual({
    name: "average_precision",
    title: "Average precision",
    shortTitle: "AP",
    direction: "higher",
    digits: 4
  });
  expect(metricColumn("f1", {direction: "lower"}).direction).toBe("lower");
  expect(metricColumn("score", {values: [0.91, 0.5]}).digits).toBe(4);
  expect(metricColumn("rmse", {values: [123.4, 99.9]}).digits).toBe(1);
  expect(metricColumn("price", {values: [250_000.5]}).digits).toBe(0);
  expect(metricColumn("tiny", {values: [0.0012]}).digits).toBe(6);
  expect(metricColumn("best_iteration", {values: [1800, 40]}).digits).toBe(0);
});
