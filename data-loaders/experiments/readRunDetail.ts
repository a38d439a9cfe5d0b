import {strFromU8} from "fflate";
import {artifactPaths, runTags} from "../../models/tracking/crossValidationRuns.js";
import {damagedRun} from "../../models/tracking/faults.js";
import type {Run, RunReader} from "../../models/tracking/runStore.js";
import {UserError} from "../../src/lib/errors.js";
import type {
  FeatureImportance,
  FoldDetail,
  LearningCurve,
  RunDetail
} from "../../src/lib/experiment/crossValidation.js";
import {isRecord, parseJson} from "../../src/lib/json.js";
import type {Absent} from "../../src/lib/metrics/metricSpread.js";
import {byMetric} from "../../src/lib/metrics/metrics.js";
import {outOfFoldSummary} from "./outOfFold.js";
import {readCrossValidation, rowCount} from "./readCrossValidation.js";

/**
 * Everything that a run's own page shows. What an artifact holds is absent, with the reason, where it is missing or
 * cannot be read.
 * @throws UserError damaged-run if a fold is missing
 */
export async function readRunDetail(reader: RunReader, run: Run, folds: readonly Run[]): Promise<RunDetail> {
  const crossValidation = readCrossValidation(run, folds);
  const source = {runName: run.name, targetColumn: run.tags[runTags.targetColumn] ?? "target"};
  return {
    ...crossValidation,
    folds: await Promise.all(folds.map((fold) => readFold(reader, fold))),
    importance: await readArtifact(reader, run, artifactPaths.importance, (text) => readImportance(text, run)),
    outOfFold: await readArtifact(reader, run, artifactPaths.outOfFold, (text) => outOfFoldSummary(text, source))
  };
}

/** Codes of errors that say nothing about other runs, unlike a server that is down. */
const concernOneRun: ReadonlySet<string> = new Set(["unknown-artifact", "damaged-run"]);

async function readArtifact<T>(
  reader: RunReader,
  {runId}: Run,
  path: string,
  read: (text: string) => T
): Promise<T | Absent> {
  try {
    return read(strFromU8(await reader.readArtifact(runId, path)));
  } catch (error) {
    if (!(error instanceof UserError) || !concernOneRun.has(error.code)) throw error;
    return {reason: error.message};
  }
}

async function readFold(reader: RunReader, run: Run): Promise<FoldDetail> {
  const [auc, logloss] = await Promise.all([readCurve(reader, run, "auc"), readCurve(reader, run, "logloss")]);
  return {
    runId: run.runId,
    fold: Number(run.tags[runTags.fold]),
    trainRows: rowCount(run.params.training_rows),
    validationRows: rowCount(run.params.validation_rows),
    durationMilliseconds: (run.endTime ?? run.startTime) - run.startTime,
    metrics: byMetric((name) => finite(run.metrics[name])),
    curves: {auc, logloss}
  };
}

const finite = (value: number | undefined) => (Number.isFinite(value) ? value : undefined);

/** The points that have both values; a training may log NaN, as MLflow allows. */
async function readCurve(reader: RunReader, {runId}: Run, name: "auc" | "logloss"): Promise<LearningCurve> {
  const [training, validation] = await Promise.all([
    reader.metricHistory(runId, `training_${name}`),
    reader.metricHistory(runId, `validation_${name}`)
  ]);
  const trainingAt = new Map(training.map(({step, value}) => [step, value]));
  const curve: LearningCurve = {iterations: [], training: [], validation: []};
  for (const {step, value} of validation) {
    const trained = trainingAt.get(step);
    if (trained === undefined || !Number.isFinite(trained) || !Number.isFinite(value)) continue;
    curve.iterations.push(step);
    curve.training.push(trained);
    curve.validation.push(value);
  }
  return curve;
}

/** Highest mean gain first; equal ones in the order of the features. */
function readImportance(text: string, {name}: Run): FeatureImportance[] {
  const importance = parseJson(text);
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
  if (!Array.isArray(importance) || !importance.every(isImportance))
    throw damagedRun(`${artifactPaths.importance} of run ${name}`, "it is not a list of importances");
  if (!Number.isFinite(total(importance.map(({gain}) => total(gain)))))
    throw damagedRun(`${artifactPaths.importance} of run ${name}`, "its gains are too large for a sum");
  return importance
    .map((entry) => ({entry, gain: total(entry.gain) / entry.gain.length}))
    .sort((a, b) => b.gain - a.gain)
    .map(({entry: {feature, gain, split}}) => ({feature, gain, split}));
}

function isImportance(value: unknown): value is FeatureImportance {
  return isRecord(value) && typeof value.feature === "string" && isNumbers(value.gain) && isNumbers(value.split);
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => Number.isFinite(entry));
}
