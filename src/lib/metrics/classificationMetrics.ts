import type {MetricName} from "../experiment/metricNames.js";
import {auc} from "./auc.js";
import {averagePrecision} from "./averagePrecision.js";
import {accuracy, confusionAt, f1, precision, recall} from "./confusion.js";
import {brier, logloss} from "./probabilityLosses.js";
import {thresholdCurve} from "./thresholdCurve.js";

/** Every metric of the report; accuracy, precision, recall and F1 are those of predicting 1 from `threshold` on. */
export function classificationMetrics(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  threshold: number
): Record<MetricName, number> {
  const curve = thresholdCurve(labels, probabilities);
  const confusion = confusionAt(labels, probabilities, threshold);
  return {
    auc: auc(curve),
    logloss: logloss(labels, probabilities),
    accuracy: accuracy(confusion),
    precision: precision(confusion),
    recall: recall(confusion),
    f1: f1(confusion),
    average_precision: averagePrecision(curve),
    brier: brier(labels, probabilities)
  };
}
