import {type MetricResult, type MetricSpread, measured} from "../metrics/metricSpread.js";
import {byMetric, type MetricRecord} from "../metrics/metrics.js";
import type {
  CrossValidation,
  ExperimentSummary,
  LearningCurve as FoldCurve,
  RunDetail as OldDetail
} from "./crossValidation.js";
import {type Experiment, measuredMetric, type RunDetail, type RunRow} from "./experiment.js";

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

export function detailOf(run: RunRow, detail: RunDetail): OldDetail {
  const metrics = metricsOf(run);
  return {
    ...crossValidationOf(run),
    importance: detail.importance,
    outOfFold: detail.outOfFold,
    folds: detail.folds.map(({fold, runId, ...rest}) => ({
      runId,
      fold,
      trainRows: rest.trainRows ?? 0,
      validationRows: rest.validationRows ?? 0,
      durationMilliseconds: rest.durationMilliseconds ?? 0,
      metrics: byMetric((name) => measured(metrics[name]) && measuredMetric(run, name)?.folds[fold]),
      curves: {auc: curveOf(detail, "auc", fold), logloss: curveOf(detail, "logloss", fold)}
    }))
  };
}

function curveOf({curves}: RunDetail, name: string, fold: number): FoldCurve {
  const series = curves.find(({metric}) => metric.name === name)?.series.filter((each) => each.fold === fold) ?? [];
  const of = (part: string) => series.find((each) => each.part === part);
  return {
    iterations: of("validation")?.steps ?? [],
    training: of("training")?.values ?? [],
    validation: of("validation")?.values ?? []
  };
}
