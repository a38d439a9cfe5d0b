import {testToTrainOf, thresholdOf} from "../../models/staging/describeRun.js";
import {runKinds, runTags} from "../../models/tracking/crossValidationRuns.js";
import type {Run} from "../../models/tracking/runStore.js";
import type {RunMetric, RunRow} from "../../src/lib/experiment/experiment.js";
import {type AbsentMetric, foldSpread, problemOf} from "../../src/lib/metrics/metricSpread.js";
import {isMetricName, metricDefinition} from "../../src/lib/metrics/metrics.js";
import type {ArrangedRun} from "./arrangeRuns.js";

/** Durations of a training's stages, which are no metrics of its model. */
export const stagePrefix = "duration_seconds/";

/** A row of the table as far as the listing of the store tells it; details add what they find. */
export function runRow(
  {run, folds, sweep}: ArrangedRun,
  {experiment, data}: {experiment: string; data: number}
): Omit<RunRow, "has" | "detail"> {
  const model = modelOf(run, folds);
  const threshold = thresholdOf(run);
  return {
    runId: run.runId,
    name: run.name || run.runId.slice(0, 8),
    experiment,
    model,
    title: run.tags[runTags.title] ?? model,
    startTime: run.startTime,
    ...(run.endTime !== null && {durationMilliseconds: Math.max(0, run.endTime - run.startTime)}),
    data,
    kind: folds.length > 0 ? "cross-validation" : "run",
    ...(sweep && {sweep: sweep.runId}),
    params: paramsOf(run, folds),
    ...(threshold !== undefined && {threshold}),
    metrics: Object.fromEntries([...ownMetrics(run, folds), ...foldMetrics(run, folds)])
  };
}

/** What colours and groups the run: see `RunRow.model`. */
function modelOf(run: Run, folds: readonly Run[]): string {
  const [fold] = folds;
  const estimator = run.tags.estimator_class ?? fold?.tags.estimator_class;
  return run.tags[runTags.model] ?? estimator?.split(".").at(-1) ?? (run.name || run.runId.slice(0, 8));
}

/** A cross-validation that logged none of its own has those that its folds share. */
function paramsOf({params}: Run, folds: readonly Run[]): Run["params"] {
  const [first] = folds;
  if (first === undefined || Object.keys(params).length > 0) return params;
  return Object.fromEntries(
    Object.entries(first.params).filter(([name, value]) => folds.every((fold) => fold.params[name] === value))
  );
}

/** Whether it is a run of this project's contract, whose metrics are those of `metrics.ts`. */
const isOurs = ({tags}: Run) => tags[runTags.kind] === runKinds.crossValidation;

const ownCurve = /^(training|validation)_(auc|logloss)$/;

/** What the run itself logged and its folds did not. */
function* ownMetrics(run: Run, folds: readonly Run[]): Iterable<[string, RunMetric | AbsentMetric]> {
  const ofFolds = new Set(folds.flatMap(({metrics}) => Object.keys(metrics)));
  for (const [name, value] of Object.entries(run.metrics)) {
    const isDeviation =
      name.endsWith("_standard_deviation") && ofFolds.has(name.slice(0, -"_standard_deviation".length));
    if (ofFolds.has(name) || isDeviation || name === "threshold" || name.startsWith(stagePrefix)) continue;
    // Of our own runs the mean stands for folds that are not there; nothing is measured twice.
    if (isOurs(run) && isMetricName(name)) continue;
    const problem = problemOf(value);
    yield [name, problem === undefined ? {mean: value, folds: []} : {reason: `${name} ${problem}`, faulty: false}];
  }
}

/** The mean of each metric over the folds, which exists only where every fold has a finite value. */
function* foldMetrics(run: Run, folds: readonly Run[]): Iterable<[string, RunMetric | AbsentMetric]> {
  const names = new Set(folds.flatMap(({metrics}) => Object.keys(metrics)));
  const testToTrain = testToTrainOf(folds);
  for (const name of names) {
    if (isOurs(run) && ownCurve.test(name)) continue;
    const definition = isOurs(run) && isMetricName(name) ? metricDefinition(name) : {title: name};
    const values = folds.map(({metrics}) => (Object.hasOwn(metrics, name) ? metrics[name] : undefined));
    const result = foldSpread(definition, values, testToTrain);
    // Only of our own runs is it known that every fold has every metric.
    yield [name, "reason" in result && !isOurs(run) ? {...result, faulty: false} : result];
  }
}
