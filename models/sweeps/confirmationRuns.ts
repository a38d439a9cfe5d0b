import {primaryMetric} from "../../src/lib/metrics/metrics.js";
import type {Interval} from "../../src/lib/metrics/spread.js";
import {runKinds, runTags, sweepTags} from "../tracking/crossValidationRuns.js";
import {mlflowTags, type Run, type RunReader, type RunWriter} from "../tracking/runStore.js";
import type {Trial} from "./sweepRuns.js";

/** What a confirmation is of: it holds for these alone. */
export interface ConfirmationSubject {
  sweep: Run;
  trial: Trial;
  /** All parameters of the trial's model, as a run has them. */
  params: Readonly<Record<string, string>>;
  /** Hex SHA-256 of the fresh folds. */
  foldsDigest: string;
}

/** The metric that has the AUC of each fresh fold, by step. */
const foldMetric = `fold_${primaryMetric}`;

/** Logs the AUC of each fresh fold as a run nested in the trial's. */
export async function logConfirmation(
  writer: RunWriter,
  {sweep, trial, params, foldsDigest}: ConfirmationSubject,
  {values, interval}: {values: readonly number[]; interval: Interval},
  startTime: number
): Promise<void> {
  const {runId} = await writer.createRun({
    name: `${sweep.name} trial ${trial.number} on fresh folds`,
    params: {...params},
    tags: {
      [mlflowTags.parentRunId]: trial.runId,
      [runTags.kind]: runKinds.confirmation,
      [sweepTags.freshFolds]: foldsDigest
    },
    startTime
  });
  const timestamp = Date.now();
  const {mean, low, high} = interval;
  const summary = {[primaryMetric]: mean, [`${primaryMetric}_low`]: low, [`${primaryMetric}_high`]: high};
  await writer.logBatch(runId, {
    metrics: [
      ...values.map((value, step) => ({key: foldMetric, value, step, timestamp})),
      ...Object.entries(summary).map(([key, value]) => ({key, value, step: 0, timestamp}))
    ]
  });
  await writer.finishRun(runId, "FINISHED");
}

/** The AUC of each fresh fold, if this has been confirmed before. */
export async function readConfirmation(
  reader: RunReader,
  {trial, params, foldsDigest}: ConfirmationSubject
): Promise<number[] | undefined> {
  const {runs} = await reader.searchRuns({
    [mlflowTags.parentRunId]: trial.runId,
    [runTags.kind]: runKinds.confirmation,
    [sweepTags.freshFolds]: foldsDigest
  });
  // Of a model whose other parameters have changed since it would be another one.
  const names = Object.keys(params);
  const same = ({status, params: known}: Run) =>
    status === "FINISHED" &&
    names.length === Object.keys(known).length &&
    names.every((name) => known[name] === params[name]);
  const run = runs.find(same);
  if (run === undefined) return undefined;
  return (await reader.metricHistory(run.runId, foldMetric)).map(({value}) => value);
}
