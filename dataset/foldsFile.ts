import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {csvField} from "../src/lib/csv/csvWriter.js";
import {UserError} from "../src/lib/errors.js";
import type {Dataset} from "./dataset.js";
import {describeFileError, isNotFound, writeFileWhole} from "./files.js";
import type {FoldOptions} from "./foldAssignments.js";
import {type FoldAssignments, type FoldRows, foldsOfRows, neverHeldOut, partition, rowsOfFolds} from "./foldRows.js";
import {type FoldOfRow, type FoldRole, foldColumn, foldRoles, malformed, mismatch, parseFolds} from "./parseFolds.js";
import {type FoldScheme, splitRows} from "./splitRows.js";

export interface TrainingPaths {
  /** Where `folds.csv` is. */
  directory?: string;
  /** The training file's name, for messages. */
  file?: string;
}

export function foldsPath(directory: string): string {
  return join(directory, "folds.csv");
}

/**
 * Writes `ID_code,kfold`, in the training file's order; or `ID_code,fold_0,fold_1,…` with `train` and `validate` where
 * it is not simply all other rows that train a fold's model.
 */
export async function writeFolds(
  path: string,
  {schema, ids}: Dataset,
  {assignments, rows}: Pick<FoldAssignments, "assignments" | "rows">
): Promise<void> {
  const columns = rows?.map((fold) => rolesOf(fold, ids.length));
  const cells = (row: number) =>
    columns === undefined ? `${numberOf(assignments[row])}` : columns.map((roles) => roles[row] ?? "").join();
  const names = columns === undefined ? foldColumn : columns.map((_, fold) => `fold_${fold}`).join();
  const lines = ids.map((id, row) => `${csvField(id)},${cells(row)}\n`);
  await writeFileWhole(path, `${csvField(schema.idColumn)},${names}\n${lines.join("")}`);
}

const numberOf = (fold: number | undefined) => (fold === neverHeldOut ? foldRoles.training : fold);

function rolesOf({training, validation}: FoldRows, rows: number): string[] {
  const roles = Array.from({length: rows}, () => "");
  for (const row of training) roles[row] = foldRoles.training;
  for (const row of validation) roles[row] = foldRoles.validation;
  return roles;
}

/**
 * Reads the folds of a training file: any table, separated by commas, semicolons or tabs, that has its id column and a
 * column `kfold`, or columns `fold_0`, `fold_1` and so on, in any order of rows and columns. Blank rows are skipped, and
 * not counted in messages.
 * @throws UserError file-missing, folds-malformed, folds-mismatch if they are not those of this file, fold-one-class
 */
export async function readFolds(path: string, dataset: Dataset, {file}: TrainingPaths = {}): Promise<FoldAssignments> {
  const foldById = parseFolds(path, await readText(path), dataset.schema.idColumn);
  checkIds(dataset, file);
  const found = dataset.ids.map((id, row) => {
    const fold = foldById.get(id);
    if (fold !== undefined) return fold;
    throw mismatch(path, `has no fold for \`${id}\`, row ${row + 1} of the training file`, {value: id});
  });
  if (foldById.size > dataset.rows) {
    const known = new Set(dataset.ids);
    for (const [id, {row}] of foldById)
      if (!known.has(id)) throw mismatch(path, `has \`${id}\`, which is not in the training file`, {row, value: id});
  }
  const folds =
    found[0]?.roles === undefined
      ? partition(Uint8Array.from(found, ({fold}) => fold))
      : foldsOfRows(rowsByRole(found), found.length);
  checkFolds(path, folds, knownTarget(dataset, file));
  return folds;
}

function rowsByRole(found: readonly FoldOfRow[]): FoldRows[] {
  const folds = found[0]?.roles?.length ?? 0;
  const rowsOf = (fold: number, role: FoldRole) =>
    Uint32Array.from(found.flatMap(({roles}, row) => (roles?.[fold] === role ? [row] : [])));
  return Array.from({length: folds}, (_, fold) => ({
    training: rowsOf(fold, "training"),
    validation: rowsOf(fold, "validation")
  }));
}

/** The folds of `folds.csv`; it is made if it is not there. */
export async function ensureFolds(
  dataset: Dataset,
  {directory = "data", file, ...options}: FoldOptions & TrainingPaths = {}
): Promise<FoldAssignments> {
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
 * @throws UserError target-missing, training-duplicate-id, too-many-folds, fold-one-class
 */
export async function makeFolds(
  dataset: Dataset,
  {directory = "data", file, ...scheme}: FoldScheme & TrainingPaths = {}
): Promise<FoldAssignments> {
  const path = foldsPath(directory);
  checkIds(dataset, file);
  const target = knownTarget(dataset, file);
  const folds = splitRows(target, scheme);
  checkFolds(path, folds, target);
  await writeFolds(path, dataset, folds);
  return folds;
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
      const message = `Rows ${first} and ${index + 1} of the training file have ${which}. Folds need a unique id in every row of column \`${idColumn}\`.`;
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
function checkFolds(path: string, folds: FoldAssignments, target: Uint8Array): void {
  const last = folds.folds - 1;
  if (last < 1) throw malformed(`All rows of ${path} are in fold 0; there must be two folds or more.`, {file: path});
  const rows = rowsOfFolds(folds);
  const placeOf = (fold: number) => ({
    file: path,
    column: folds.rows === undefined ? foldColumn : `fold_${fold}`,
    value: String(fold)
  });
  const empty = rows.findIndex(({validation}) => validation.length === 0);
  if (empty >= 0) {
    const message = `Fold ${empty} of ${path} has no rows. Folds are numbered from 0 without a gap; the last here is ${last}.`;
    throw malformed(message, placeOf(empty));
  }
  for (const [fold, {training, validation}] of rows.entries()) {
    for (const [part, purpose] of [
      [validation, ""],
      [training, " to train on"]
    ] as const) {
      const labels = new Set(Array.from(part, (row) => target[row]));
      if (labels.size === 2) continue;
      const message = `Fold ${fold} of ${path} has no row with target ${labels.has(0) ? 1 : 0}${purpose}. Every fold needs rows of both targets; \`npm run kfolds\` makes such folds.`;
      throw new UserError("fold-one-class", message, placeOf(fold));
    }
  }
}
