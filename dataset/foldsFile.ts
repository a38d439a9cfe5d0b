import {mkdir, readFile, rename, rm, writeFile} from "node:fs/promises";
import {dirname, join} from "node:path";
import {csvParseRows} from "d3-dsv";
import {csvField} from "../src/lib/csv/csvWriter.js";
import {UserError} from "../src/lib/errors.js";
import type {Dataset} from "./dataset.js";
import {type FoldOptions, foldAssignments} from "./foldAssignments.js";

export interface Folds {
  folds: number;
  /** The fold of each row of the training file, from 0. */
  assignments: Uint8Array;
}

const foldColumn = "kfold";

export function foldsPath(directory: string): string {
  return join(directory, "folds.csv");
}

/** Writes `ID_code,kfold`, in the training file's order. */
export async function writeFolds(path: string, {schema, ids}: Dataset, assignments: Uint8Array): Promise<void> {
  const lines = ids.map((id, row) => `${csvField(id)},${assignments[row]}\n`);
  await mkdir(dirname(path), {recursive: true});
  try {
    await writeFile(`${path}.new`, `${csvField(schema.idColumn)},${foldColumn}\n${lines.join("")}`);
    await rename(`${path}.new`, path);
  } catch (error) {
    await rm(`${path}.new`, {force: true});
    throw error;
  }
}

/**
 * Reads the folds of a training file; the rows may be in any order.
 * @throws UserError file-missing, folds-malformed, folds-mismatch if they are not those of this file
 */
export async function readFolds(path: string, {schema, ids}: Dataset): Promise<Folds> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    throw new UserError("file-missing", `There is no ${path}; \`npm run kfolds\` makes it.`, {file: path});
  });
  const [header = [], ...rows] = csvParseRows(text);
  if (header.length !== 2 || header[0] !== schema.idColumn || header[1] !== foldColumn)
    throw malformed(`The header of ${path} must be ${schema.idColumn},${foldColumn}.`, {file: path});
  const foldById = new Map<string, number>();
  for (const [index, cells] of rows.entries()) {
    const [id, fold] = cells;
    const place = {file: path, row: index + 1};
    if (cells.length !== 2) throw malformed(`Row ${index + 1} of ${path} must have two fields.`, place);
    if (!/^\d{1,2}$/.test(fold))
      throw malformed(`Row ${index + 1} of ${path} has no fold number.`, {...place, column: foldColumn, value: fold});
    if (foldById.has(id)) throw mismatch(path, `has ${id} twice`, {...place, column: schema.idColumn, value: id});
    foldById.set(id, Number(fold));
  }
  if (foldById.size !== ids.length)
    throw mismatch(path, `has ${foldById.size} rows, but the training file has ${ids.length}`, {file: path});
  const assignments = Uint8Array.from(ids, (id) => {
    const fold = foldById.get(id);
    if (fold === undefined) throw mismatch(path, `does not have ${id} of the training file`, {file: path, value: id});
    return fold;
  });
  return {folds: countFolds(path, assignments), assignments};
}

/** The folds of `folds.csv`; it is made if it is not there. */
export async function ensureFolds(
  dataset: Dataset,
  {directory = "data", ...options}: FoldOptions & {directory?: string} = {}
): Promise<Folds> {
  const path = foldsPath(directory);
  try {
    return await readFolds(path, dataset);
  } catch (error) {
    if (!(error instanceof UserError && error.code === "file-missing")) throw error;
  }
  const assignments = foldAssignments(knownTarget(dataset), options);
  await writeFolds(path, dataset, assignments);
  return {folds: countFolds(path, assignments), assignments};
}

/** @throws UserError target-missing */
export function knownTarget({target}: Dataset): Uint8Array {
  if (target === undefined) throw new UserError("target-missing", "The training file has no column `target`.");
  return target;
}

function countFolds(path: string, assignments: Uint8Array): number {
  const used = new Set(assignments);
  const folds = Math.max(...used) + 1;
  if (folds < 2 || used.size < folds)
    throw malformed(`The folds of ${path} must be numbered from 0 without a gap, and be two or more.`, {file: path});
  return folds;
}

function malformed(message: string, place: UserError["place"]): UserError {
  return new UserError("folds-malformed", message, place);
}

function mismatch(path: string, what: string, place: UserError["place"]): UserError {
  return new UserError("folds-mismatch", `${path} ${what}. \`npm run kfolds\` makes it anew.`, place);
}
