import {mlflowTags, type Run, type RunList, type RunReader} from "./runStore.js";

/** The tags and artifacts by which a cross-validation's runs are found and read again. */
export const runTags = {
  kind: "kind",
  model: "model",
  title: "model.title",
  fold: "fold",
  dataKind: "data.kind",
  dataDigest: "data.sha256",
  trainRows: "data.train_rows",
  testRows: "data.test_rows",
  idColumn: "data.id_column",
  targetColumn: "data.target_column"
} as const;

export const runKinds = {crossValidation: "cross-validation", fold: "fold"} as const;

export const artifactPaths = {
  model: "model.txt",
  outOfFold: "out-of-fold.csv",
  importance: "importance.json"
} as const;

/** The parent runs of cross-validations that came to their end, newest first. */
export async function finishedCrossValidations(reader: RunReader): Promise<RunList> {
  const {runs, damaged} = await reader.searchRuns({[runTags.kind]: runKinds.crossValidation});
  return {runs: runs.filter(({status}) => status === "FINISHED"), damaged};
}

/**
 * The runs of a cross-validation's folds, by fold.
 * @throws UserError damaged-run if one of them cannot be read: a mean over the others would be another mean
 */
export async function foldRuns(reader: RunReader, parentRunId: string): Promise<Run[]> {
  const {runs, damaged} = await reader.searchRuns({
    [mlflowTags.parentRunId]: parentRunId,
    [runTags.kind]: runKinds.fold
  });
  if (damaged.length > 0 && runs.length < Number((await reader.getRun(parentRunId)).params.folds)) throw damaged[0];
  return runs.toSorted((a, b) => Number(a.tags[runTags.fold]) - Number(b.tags[runTags.fold]));
}
