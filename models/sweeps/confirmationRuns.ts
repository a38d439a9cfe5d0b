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

/** Logs the AUC of each fresh fold as a run nested in the sweep's. */
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
      [mlflowTags.parentRunId]: sweep.runId,
      [runTags.kind]: runKinds.confirmation,
      [sweepTags.trial]: String(trial.number),
      [sweepTags.confirmedRun]: trial.runId,
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

/** The runs of a sweep's confirmations that came to their end. */
export async function confirmationsOf(reader: RunReader, {runId}: Run): Promise<Run[]> {
  const {runs} = await reader.searchRuns({
    [mlflowTags.parentRunId]: runId,
    [runTags.kind]: runKinds.confirmation
  });
  return runs.filter(({status}) => status === "FINISHED");
}

/** The AUC of each fresh fold, if this has been confirmed before. */
export async function readConfirmation(
  reader: RunReader,
  confirmations: readonly Run[],
  {trial, params, foldsDigest}: ConfirmationSubject
): Promise<number[] | undefined> {
  const names = Object.keys(params);
  const run = confirmations.find(
    (confirmation) =>
      confirmation.tags[sweepTags.confirmedRun] === trial.runId &&
      confirmation.tags[sweepTags.freshFolds] === foldsDigest &&
      names.length === Object.keys(confirmation.params).length &&
      names.every((name) => confirmation.params[name] === params[name])
  );
  if (run === undefined) return undefined;
  return (await reader.metricHistory(run.runId, foldMetric)).map(({value}) => value);
}
