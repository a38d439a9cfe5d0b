import {runTags} from "../../models/tracking/crossValidationRuns.js";
import {damagedRun} from "../../models/tracking/faults.js";
import type {Run} from "../../models/tracking/runStore.js";
import type {CrossValidation, DataSource, MetricSpread} from "../../src/lib/experiment/crossValidation.js";
import {type MetricName, metricNames} from "../../src/lib/experiment/metricNames.js";
import {spread} from "../../src/lib/metrics/spread.js";

/**
 * A parent run and its folds' runs as one row of the report.
 * @throws UserError damaged-run if a fold or a metric is missing: a mean over the others would be another mean
 */
export function readCrossValidation(parent: Run, folds: readonly Run[]): CrossValidation {
  const wanted = Number(parent.params.folds);
  const isComplete = folds.length === wanted && folds.every((fold, i) => fold.tags[runTags.fold] === String(i));
  if (!isComplete) throw damaged(parent, `it should have ${parent.params.folds} fold runs and has ${folds.length}`);
  const model = parent.tags[runTags.model];
  if (model === undefined) throw damaged(parent, "it does not say which model it is of");
  return {
    runId: parent.runId,
    name: parent.name,
    model,
    title: parent.tags[runTags.title] ?? model,
    startTime: parent.startTime,
    durationMilliseconds: (parent.endTime ?? parent.startTime) - parent.startTime,
    params: parent.params,
    tags: parent.tags,
    threshold: metricOf(parent, "threshold"),
    metrics: metricRecord((name): MetricSpread => {
      const values = folds.map((fold) => metricOf(fold, name));
      return {...spread(values), folds: values};
    })
  };
}

/** The data that a run was made on. */
export function dataSourceOf({tags}: Run): DataSource {
  return {
    kind: tags[runTags.dataKind] === "kaggle" ? "kaggle" : "demo",
    trainRows: Number(tags[runTags.trainRows] ?? 0),
    testRows: Number(tags[runTags.testRows] ?? 0),
    digest: tags[runTags.dataDigest] ?? ""
  };
}

/** A value for each of the report's metrics. */
export function metricRecord<Value>(read: (name: MetricName) => Value): Record<MetricName, Value> {
  const [auc, logloss, accuracy, precision, recall, f1, average_precision, brier] = metricNames.map(read);
  return {auc, logloss, accuracy, precision, recall, f1, average_precision, brier};
}

/** @throws UserError damaged-run if the run has no such metric */
export function metricOf(run: Run, name: string): number {
  const value = run.metrics[name];
  if (value === undefined) throw damaged(run, `it has no metric ${name}`);
  return value;
}

function damaged(run: Run, what: string) {
  return damagedRun(`Run ${run.name} (${run.runId})`, what);
}
