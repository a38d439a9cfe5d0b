import type {MetricResult, MetricSpread} from "../metrics/metricSpread.js";
import {byMetric, type MetricRecord} from "../metrics/metrics.js";
import type {CrossValidation, ExperimentSummary} from "./crossValidation.js";
import type {Experiment, RunRow} from "./experiment.js";

/** An experiment as components of the earlier report take it; goes when the last of them has moved. */
export function summaryOf({names, dataSources, runs, ...rest}: Experiment): ExperimentSummary {
  return {
    experiment: names.join(", "),
    store: rest.store,
    dataSource: dataSources[0],
    championId: rest.championId,
    stagedId: rest.stagedId,
    runs: runs.filter(({data}) => data === 0).map(crossValidationOf),
    leftOut: rest.leftOut
  };
}

function crossValidationOf(run: RunRow): CrossValidation {
  const {durationMilliseconds = 0, params, ...row} = run;
  return {...row, params: {...params}, durationMilliseconds, metrics: metricsOf(run)};
}

function metricsOf(run: RunRow): MetricRecord<MetricResult> {
  return byMetric((name) => {
    const result = run.metrics[name];
    if (result === undefined || "reason" in result) return result;
    const {mean, folds, standardDeviation = 0, testToTrain} = result;
    const spread: MetricSpread = {mean, standardDeviation, folds: folds.length > 0 ? [...folds] : [mean]};
    return testToTrain === undefined ? spread : {...spread, testToTrain};
  });
}
