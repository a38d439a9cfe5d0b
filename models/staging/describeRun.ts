import {UserError} from "../../src/lib/errors.js";
import {parseCardTag} from "../../src/lib/experiment/dataCard.js";
import {readDataKind} from "../../src/lib/experiment/dataSource.js";
import {type MetricResult, measured, reasonNotRanked, spreadOverFolds} from "../../src/lib/metrics/metricSpread.js";
import {byMetric, type MetricRecord, primaryMetric} from "../../src/lib/metrics/metrics.js";
import type {Manifest} from "../../src/lib/staged/manifest.js";
import {runTags} from "../tracking/crossValidationRuns.js";
import type {Run} from "../tracking/runStore.js";

export type RunDescription = Pick<
  Manifest,
  "model" | "title" | "runId" | "runName" | "idColumn" | "targetColumn" | "threshold" | "trainingData"
>;

/** What a cross-validation logged about itself, as the manifest has it. @throws {UserError} `damaged-run` */
export function describeRun(run: Run): RunDescription {
  const tag = (name: string) => {
    const value = run.tags[name];
    return value === undefined ? refuse(run, `it has no tag \`${name}\``) : value;
  };
  const card = parseCardTag(run.tags[runTags.dataCard]);
  return {
    model: tag(runTags.model),
    title: tag(runTags.title),
    runId: run.runId,
    runName: run.name,
    idColumn: tag(runTags.idColumn),
    targetColumn: tag(runTags.targetColumn),
    threshold: thresholdOf(run) ?? refuse(run, "it has no threshold from 0 to 1"),
    trainingData: {
      kind: readDataKind(tag(runTags.dataKind)),
      trainRows: Number(tag(runTags.trainRows)),
      testRows: Number(tag(runTags.testRows)),
      digest: tag(runTags.dataDigest),
      ...(card && {card})
    }
  };
}

/** The threshold that a cross-validation logged, if it is one. */
export function thresholdOf({metrics: {threshold}}: Run): number | undefined {
  return threshold !== undefined && threshold >= 0 && threshold <= 1 ? threshold : undefined;
}

/** Every metric over the folds' runs, or why there is none. */
export function metricsOverFolds(folds: readonly Run[]): MetricRecord<MetricResult> {
  const testToTrain = testToTrainOf(folds);
  return byMetric((name) =>
    spreadOverFolds(
      name,
      folds.map(({metrics}) => metrics[name]),
      testToTrain
    )
  );
}

/** The mean over the folds, where it differs from that of equal folds that share all rows, as of repeated folds. */
export function testToTrainOf(folds: readonly Run[]): number | undefined {
  const ratios = folds.map(({params}) => Number(params.validation_rows) / Number(params.training_rows));
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  const usual = 1 / (folds.length - 1);
  return Number.isFinite(mean) && Math.abs(mean - usual) > 0.02 * usual ? mean : undefined;
}

/**
 * The metrics of a cross-validation that may be staged, as the manifest has them.
 * @throws {UserError} `damaged-run` where one is not a number, a fold is missing, or there is no AUC: such a model is not known to be good
 */
export function stagedMetrics(run: Run, folds: readonly Run[]): Manifest["metrics"] {
  if (folds.length === 0 || folds.length !== Number(run.params.folds))
    refuse(run, `it has ${folds.length} of its ${run.params.folds} folds`);
  const metrics = metricsOverFolds(folds);
  const reason = reasonNotRanked(metrics, primaryMetric);
  if (reason !== undefined) refuse(run, lowerFirst(reason));
  return byMetric((name) => {
    const spread = measured(metrics[name]);
    return spread && {mean: spread.mean, standardDeviation: spread.standardDeviation};
  });
}

function refuse(run: Run, reason: string): never {
  throw new UserError("damaged-run", `Run \`${run.name}\` cannot be used: ${reason}. Train the model again.`, {
    value: run.runId
  });
}

/** Keeps the capitals of “AUC of fold 1 …”. */
const lowerFirst = (text: string) => text.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase());
