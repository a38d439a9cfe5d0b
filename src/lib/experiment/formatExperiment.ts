import {formatJson} from "../json.js";
import type {AbsentMetric} from "../metrics/metricSpread.js";
import {encodeColumn} from "./columns.js";
import type {Experiment, RunDetail, RunMetric, RunRow} from "./experiment.js";

/** Digits that a metric is written with: more than any comparison needs, and half of what a double has. */
const significant = 7;

/**
 * The experiment as `data/experiment.json` has it: a column of the table is a list, as runs resemble each other in most
 * things and compress so; the numbers that follow from others are left out.
 */
export function formatExperiment({runs, ...experiment}: Experiment): string {
  const column = <T>(value: (run: RunRow) => T) => runs.map(value);
  const coded = (value: (run: RunRow) => string | undefined) => encodeColumn(runs.map(value));
  const params = new Set(runs.flatMap((run) => Object.keys(run.params)));
  return formatJson({
    ...experiment,
    runs: {
      runId: column(({runId}) => runId),
      name: column(({name}) => name),
      experiment: coded((run) => run.experiment),
      model: coded(({model}) => model),
      title: coded(({title}) => title),
      startTime: column(({startTime}) => startTime),
      durationMilliseconds: column((run) => run.durationMilliseconds ?? null),
      data: column(({data}) => data),
      foldsKey: coded(({foldsKey}) => foldsKey),
      kind: coded(({kind}) => kind),
      sweep: coded(({sweep}) => sweep),
      threshold: column(({threshold}) => threshold ?? null),
      testToTrain: column(testToTrainOf),
      onTheseRows: column(({onTheseRows: interval}) =>
        interval ? [interval.mean, interval.low, interval.high].map(rounded) : null
      ),
      has: column(({has}) => Number(has.curves) + 2 * Number(has.outOfFold) + 4 * Number(has.importance)),
      detail: column(({detail}) => detail),
      params: Array.from(params, (name) => ({
        name,
        ...coded((run) => (Object.hasOwn(run.params, name) ? run.params[name] : undefined))
      })),
      metrics: experiment.metrics.map(({name}) => ({
        name,
        values: column((run) => (Object.hasOwn(run.metrics, name) ? metricValue(run.metrics[name]) : null))
      }))
    }
  });
}

/** Of a cross-validation the values by fold, from which mean and deviation follow; of a single run its value. */
function metricValue(result: RunMetric | AbsentMetric | undefined): unknown {
  if (result === undefined) return null;
  if ("reason" in result) return result;
  return result.folds.length === 0 ? rounded(result.mean) : result.folds.map(rounded);
}

function testToTrainOf({metrics}: RunRow): number | null {
  const ratio = Object.values(metrics).flatMap((result) => ("folds" in result ? (result.testToTrain ?? []) : []))[0];
  return ratio === undefined ? null : rounded(ratio);
}

const rounded = (value: number): number => Number(value.toPrecision(significant));

/** A run's detail as `data/runs/<runId>.json` has it; evenly spaced steps as the first and the distance. */
export function formatRunDetail({curves, ...detail}: RunDetail): string {
  return formatJson({
    ...detail,
    curves: curves.map(({metric, series}) => ({
      metric,
      series: series.map(({steps, ...each}) => ({...each, steps: spaced(steps) ?? steps}))
    }))
  });
}

function spaced(steps: readonly number[]): {from: number; by: number} | undefined {
  const [from = 0, second = from + 1] = steps;
  const by = second - from;
  return steps.every((step, i) => step === from + i * by) ? {from, by} : undefined;
}
