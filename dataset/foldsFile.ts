import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {csvField} from "../src/lib/csv/csvWriter.js";
import {UserError} from "../src/lib/errors.js";
import type {Dataset} from "./dataset.js";
import {describeFileError, isNotFound, writeFileWhole} from "./files.js";
import {type FoldOptions, foldAssignments} from "./foldAssignments.js";
import {foldColumn, malformed, mismatch, parseFolds} from "./parseFolds.js";

export interface Folds {
  folds: number;
  /** The fold of each row of the training file, from 0. */
  assignments: Uint8Array;
}

export interface TrainingPaths {
  /** Where `folds.csv` is. */
  directory?: string;
  /** The training file's name, for messages. */
  file?: string;
}

export function foldsPath(directory: string): string {
  return join(directory, "folds.csv");
}

/** Writes `ID_code,kfold`, in the training file's order. */
export async function writeFolds(path: string, {schema, ids}: Dataset, assignments: Uint8Array): Promise<void> {
  const lines = ids.map((id, row) => `${csvField(id)},${assignments[row]}\n`);
  await writeFileWhole(path, `${csvField(schema.idColumn)},${foldColumn}\n${lines.join("")}`);
}

/**
 * Reads the folds of a training file: any table, separated by commas, semicolons or tabs, that has its id column and a
 * column `kfold`, in any order of rows and columns. Blank rows are skipped, and not counted in messages.
 * @throws UserError file-missing, folds-malformed, folds-mismatch if they are not those of this file, fold-one-class
 */
export async function readFolds(path: string, dataset: Dataset, {file}: TrainingPaths = {}): Promise<Folds> {
  const foldById = parseFolds(path, await readText(path), dataset.schema.idColumn);
  checkIds(dataset, file);
  const assignments = Uint8Array.from(dataset.ids, (id, row) => {
    const found = foldById.get(id);
    if (found === undefined)
      throw mismatch(path, `has no fold for \`${id}\`, row ${row + 1} of the training file`, {value: id});
    return found.fold;
  });
  if (foldById.size > dataset.rows) {
    const known = new Set(dataset.ids);
    for (const [id, {row}] of foldById)
      if (!known.has(id)) throw mismatch(path, `has \`${id}\`, which is not in the training file`, {row, value: id});
  }
  return {folds: countFolds(path, assignments, knownTarget(dataset, file)), assignments};
}

/** The folds of `folds.csv`; it is made if it is not there. */
export async function ensureFolds(
  dataset: Dataset,
  {directory = "data", file, ...options}: FoldOptions & TrainingPaths = {}
): Promise<Folds> {
  const path = foldsPath(directory);
  try {
    return await readFolds(path, dataset, {file});
  } catch (error) {
    if (!(error instanceof UserError && error.code === "file-missing")) throw error;
  }
  return makeFolds(dataset, {directory, file, ...options});
}

/**
 * Splits the rows of a training file and writes `folds.csv`.
 * @throws UserError target-missing, training-duplicate-id, too-many-folds
 */
export async function makeFolds(
  dataset: Dataset,
  {directory = "data", file, ...options}: FoldOptions & TrainingPaths = {}
): Promise<Folds> {
  const path = foldsPath(directory);
  checkIds(dataset, file);
  const target = knownTarget(dataset, file);
  const assignments = foldAssignments(target, options);
  await writeFolds(path, dataset, assignments);
  return {folds: countFolds(path, assignments, target), assignments};
}

/** @throws UserError target-missing */
export function knownTarget({target}: Dataset, file?: string): Uint8Array {
  if (target === undefined) throw new UserError("target-missing", "The training file has no column `target`.", {file});
  return target;
}

/** Folds are found by id. @throws UserError training-duplicate-id */
function checkIds({ids, schema: {idColumn}}: Dataset, file: string | undefined): void {
  const firstRows = new Map<string, number>();
  for (const [index, id] of ids.entries()) {
    const first = firstRows.get(id);
    if (first !== undefined) {
      const which = id === "" ? "no id" : `the same id, \`${id}\``;
      const message = `Rows ${first} and ${index + 1} of the training file have ${which}. Folds need an id of its own in every row of column \`${idColumn}\`.`;
      throw new UserError("training-duplicate-id", message, {file, row: index + 1, column: idColumn, value: id});
    }
    firstRows.set(id, index + 1);
  }
}

async function readText(path: string): Promise<string> {
  try {
    // Takes a byte order mark away.
    return new TextDecoder().decode(await readFile(path));
  } catch (error) {
    if (!isNotFound(error)) throw describeFileError(error, path);
    throw new UserError("file-missing", `There is no ${path}; \`npm run kfolds\` makes it.`, {file: path});
  }
}

/** @throws UserError folds-malformed for a fold without rows, fold-one-class */
function countFolds(path: string, assignments: Uint8Array, target: Uint8Array): number {
  const folds = assignments.reduce((most, fold) => Math.max(most, fold), 0) + 1;
  const rows = Array.from({length: folds}, () => [0, 0]);
  assignments.forEach((fold, row) => {
    const counts = rows[fold];
    const label = target[row] ?? 0;
    if (counts !== undefined) counts[label] = (counts[label] ?? 0) + 1;
  });
  if (folds < 2) throw malformed(`All rows of ${path} are in fold 0; there must be two folds or more.`, {file: path});
  const empty = rows.findIndex(([negatives = 0, positives = 0]) => negatives + positives === 0);
  if (empty >= 0) {
    const message = `Fold ${empty} of ${path} has no rows. Folds are numbered from 0 without a gap; the last here is ${folds - 1}.`;
    throw malformed(message, {file: path, column: foldColumn, value: String(empty)});
  }
  const poor = rows.findIndex((counts) => counts.includes(0));
  if (poor >= 0) {
    const message = `Fold ${poor} of ${path} has no row with target ${rows[poor]?.indexOf(0)}. Every fold needs rows of both targets; \`npm run kfolds\` makes such folds.`;
    throw new UserError("fold-one-class", message, {file: path, column: foldColumn, value: String(poor)});
  }
  return folds;
}
