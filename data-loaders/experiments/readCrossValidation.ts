import {metricsOverFolds, thresholdOf} from "../../models/staging/describeRun.js";
import {runTags} from "../../models/tracking/crossValidationRuns.js";
import {damagedRun} from "../../models/tracking/faults.js";
import type {Run} from "../../models/tracking/runStore.js";
import type {CrossValidation} from "../../src/lib/experiment/crossValidation.js";
import {parseCardTag} from "../../src/lib/experiment/dataCard.js";
import {type DataSource, readDataKind} from "../../src/lib/experiment/dataSource.js";

/**
 * A parent run and its folds' runs as one row of the report.
 * @throws UserError damaged-run if a fold is missing: a mean over the others would be another mean
 */
export function readCrossValidation(parent: Run, folds: readonly Run[]): CrossValidation {
  const wanted = Number(parent.params.folds);
  const isComplete = folds.length === wanted && folds.every((fold, i) => fold.tags[runTags.fold] === String(i));
  if (!isComplete) throw damaged(parent, `it should have ${parent.params.folds} fold runs and has ${folds.length}`);
  const model = parent.tags[runTags.model];
  if (model === undefined) throw damaged(parent, "it does not say which model it is of");
  return {
    runId: parent.runId,
    name: parent.name,
    model,
    title: parent.tags[runTags.title] ?? model,
    startTime: parent.startTime,
    durationMilliseconds: (parent.endTime ?? parent.startTime) - parent.startTime,
    params: parent.params,
    threshold: thresholdOf(parent),
    metrics: metricsOverFolds(folds)
  };
}

/** The data that a run was made on. */
export function dataSourceOf({tags}: Run): DataSource {
  return {
    kind: readDataKind(tags[runTags.dataKind]),
    trainRows: rowCount(tags[runTags.trainRows]),
    testRows: rowCount(tags[runTags.testRows]),
    digest: tags[runTags.dataDigest] ?? "",
    ...cardOfRun(tags[runTags.dataCard])
  };
}

function cardOfRun(tag: string | undefined): Pick<DataSource, "card"> {
  const card = parseCardTag(tag);
  return card === undefined ? {} : {card};
}

/** Rows that a run says its data had; 0 if it does not say. */
export function rowCount(text: string | undefined): number {
  const rows = Number(text);
  return Number.isSafeInteger(rows) && rows >= 0 ? rows : 0;
}

function damaged(run: Run, what: string) {
  return damagedRun(`Run ${run.name} (${run.runId})`, what);
}
