import {strFromU8} from "fflate";
import {artifactPaths, runKinds, runTags} from "../../models/tracking/crossValidationRuns.js";
import type {Run, RunReader} from "../../models/tracking/runStore.js";
import {UserError} from "../../src/lib/errors.js";
import type {FeatureImportance, FoldDetail, LearningCurve, RunDetail} from "../../src/lib/experiment/experiment.js";
import type {Absent} from "../../src/lib/metrics/metricSpread.js";
import type {ArrangedRun} from "./arrangeRuns.js";
import {rowCount} from "./dataVersions.js";
import {autologImportance, joinImportance, readImportance} from "./importance.js";
import {type LoggedSeries, learningCurves} from "./learningCurves.js";
import {type OutOfFold, readOutOfFold, summarizeOutOfFold} from "./outOfFold.js";
import {provenanceOf} from "./provenance.js";

export interface ReadDetail {
  detail: RunDetail;
  outOfFold: OutOfFold | Absent;
}

export interface DetailOptions {
  /** The experiment's page in MLflow, if it has one. */
  page?: string;
  /** Called with what an artifact is not shown for. */
  warn?: (message: string) => void;
}

/**
 * Everything of a run that its row does not have: histories of its metrics and what its artifacts hold, which is absent,
 * with the reason, where it is missing or cannot be read.
 */
export async function readRunDetail(
  reader: RunReader,
  {run, folds}: ArrangedRun,
  {page, warn = () => undefined}: DetailOptions = {}
): Promise<ReadDetail> {
  const files = await reader.listArtifacts(run.runId);
  const artifacts = files.map(({path}) => path);
  const outOfFold = await readArtifact(reader, run, artifacts, artifactPaths.outOfFold, (text) =>
    readOutOfFold(text, {
      runName: run.name,
      targetColumn: run.tags[runTags.targetColumn] ?? "target",
      dataDigest: run.tags[runTags.dataDigest],
      foldScheme: [String(folds.length), run.params.fold_scheme ?? ""]
    })
  );
  const importance = await readImportances(reader, {run, folds}, artifacts);
  for (const [part, path] of [
    [outOfFold, artifactPaths.outOfFold],
    [importance, artifactPaths.importance]
  ] as const)
    if ("reason" in part && artifacts.includes(path)) warn(`Not shown: ${part.reason}.`);
  const detail = {
    runId: run.runId,
    folds: folds.map(foldDetail),
    curves: await readCurves(reader, folds.length > 0 ? folds : [run]),
    importance,
    outOfFold: "reason" in outOfFold ? outOfFold : summarizeOutOfFold(outOfFold),
    ...provenanceOf(run),
    artifacts: files,
    ...(page !== undefined && {mlflowLink: `${page}/runs/${run.runId}`})
  };
  return {detail, outOfFold};
}

/** Codes of errors that say nothing about other runs, unlike a server that is down. */
const concernOneRun: ReadonlySet<string> = new Set(["unknown-artifact", "damaged-run"]);

async function readArtifact<T>(
  reader: RunReader,
  {runId, name}: Run,
  artifacts: readonly string[],
  path: string,
  read: (text: string) => T
): Promise<T | Absent> {
  if (!artifacts.some((artifact) => artifact === path || artifact.startsWith(`${path}/`)))
    return {reason: `Run ${name} has no artifact ${path}`};
  try {
    return read(strFromU8(await reader.readArtifact(runId, path)));
  } catch (error) {
    if (!(error instanceof UserError) || !concernOneRun.has(error.code)) throw error;
    return {reason: error.message.replace(/\.$/, "")};
  }
}

async function readImportances(
  reader: RunReader,
  {run, folds}: Pick<ArrangedRun, "run" | "folds">,
  artifacts: readonly string[]
): Promise<FeatureImportance[] | Absent> {
  const own = await readArtifact(reader, run, artifacts, artifactPaths.importance, (text) => readImportance(text, run));
  if (!("reason" in own) || artifacts.includes(artifactPaths.importance) || isOurs(run)) return own;
  const models: {gain: string; split: string | undefined}[] = [];
  for (const model of folds.length > 0 ? folds : [run]) {
    const listed = model === run ? artifacts : (await reader.listArtifacts(model.runId)).map(({path}) => path);
    const text = async (path: string) => {
      const found = await readArtifact(reader, model, listed, path, (content) => content);
      return typeof found === "string" ? found : undefined;
    };
    const gain = await text(autologImportance.gain);
    if (gain === undefined) return own;
    models.push({gain, split: await text(autologImportance.split)});
  }
  try {
    return joinImportance(models, run);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return {reason: error.message.replace(/\.$/, "")};
  }
}

const isOurs = ({tags}: Run) => tags[runTags.kind] === runKinds.crossValidation || tags[runTags.kind] === runKinds.fold;

/** Of our own runs these alone are logged by step. */
const ownCurve = /^(training|validation)_/;

async function readCurves(reader: RunReader, runs: readonly Run[]): Promise<LearningCurve[]> {
  const wanted = runs.flatMap((run, fold) =>
    Object.keys(run.lastSteps ?? {})
      .filter((name) => !isOurs(run) || ownCurve.test(name))
      .map((name) => ({run, fold, name}))
  );
  const series: LoggedSeries[] = [];
  for (const {run, fold, name} of wanted)
    series.push({name, fold, points: await reader.metricHistory(run.runId, name)});
  return learningCurves(series);
}

function foldDetail({runId, params, startTime, endTime, metrics}: Run, fold: number): FoldDetail {
  const trainRows = rowCount(params.training_rows);
  const validationRows = rowCount(params.validation_rows);
  return {
    runId,
    fold,
    ...(trainRows !== undefined && {trainRows}),
    ...(validationRows !== undefined && {validationRows}),
    ...(endTime !== null && {durationMilliseconds: Math.max(0, endTime - startTime)}),
    metrics: Object.fromEntries(Object.entries(metrics).filter(([, value]) => Number.isFinite(value)))
  };
}
