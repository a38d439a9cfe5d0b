import {strFromU8} from "fflate";
import {artifactPaths, runTags} from "../../models/tracking/crossValidationRuns.js";
import {damagedRun} from "../../models/tracking/faults.js";
import type {Run, RunReader} from "../../models/tracking/runStore.js";
import type {
  CrossValidation,
  FeatureImportance,
  FoldDetail,
  LearningCurve,
  RunDetail
} from "../../src/lib/experiment/crossValidation.js";
import {spread} from "../../src/lib/metrics/spread.js";
import {outOfFoldSummary} from "./outOfFold.js";
import {metricOf, metricRecord} from "./readCrossValidation.js";

/** Everything that a run's own page shows. */
export async function readRunDetail(
  reader: RunReader,
  run: CrossValidation,
  folds: readonly Run[]
): Promise<RunDetail> {
  const [outOfFold, importance] = await Promise.all([
    reader.readArtifact(run.runId, artifactPaths.outOfFold),
    reader.readArtifact(run.runId, artifactPaths.importance)
  ]);
  return {
    ...run,
    folds: await Promise.all(folds.map((fold) => readFold(reader, fold))),
    importance: readImportance(strFromU8(importance), run),
    outOfFold: outOfFoldSummary(strFromU8(outOfFold), run.name)
  };
}

async function readFold(reader: RunReader, run: Run): Promise<FoldDetail> {
  const [auc, logloss] = await Promise.all([readCurve(reader, run, "auc"), readCurve(reader, run, "logloss")]);
  return {
    runId: run.runId,
    fold: Number(run.tags[runTags.fold]),
    trainRows: Number(run.params.training_rows ?? 0),
    validationRows: Number(run.params.validation_rows ?? 0),
    durationMilliseconds: (run.endTime ?? run.startTime) - run.startTime,
    metrics: metricRecord((name) => metricOf(run, name)),
    curves: {auc, logloss}
  };
}

async function readCurve(reader: RunReader, {runId}: Run, name: "auc" | "logloss"): Promise<LearningCurve> {
  const [training, validation] = await Promise.all([
    reader.metricHistory(runId, `training_${name}`),
    reader.metricHistory(runId, `validation_${name}`)
  ]);
  const trainingAt = new Map(training.map(({step, value}) => [step, value]));
  const both = validation.filter(({step}) => trainingAt.has(step));
  return {
    iterations: both.map(({step}) => step),
    training: both.map(({step}) => trainingAt.get(step) ?? Number.NaN),
    validation: both.map(({value}) => value)
  };
}

/** Highest mean gain first; equal ones in the order of the features. */
function readImportance(text: string, {name}: CrossValidation): FeatureImportance[] {
  const importance: unknown = parseJson(text);
  if (!Array.isArray(importance) || !importance.every(isImportance))
    throw damagedRun(`${artifactPaths.importance} of run ${name}`, "it is not a list of importances");
  return importance
    .map((entry) => ({entry, gain: spread(entry.gain).mean}))
    .sort((a, b) => b.gain - a.gain)
    .map(({entry}) => entry);
}

function isImportance(value: unknown): value is FeatureImportance {
  if (typeof value !== "object" || value === null || !("feature" in value && "gain" in value && "split" in value))
    return false;
  return typeof value.feature === "string" && isNumbers(value.gain) && isNumbers(value.split);
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === "number");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
