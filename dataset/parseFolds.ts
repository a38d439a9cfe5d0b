import {dsvFormat} from "d3-dsv";
import {UserError} from "../src/lib/errors.js";
import {neverHeldOut} from "./foldRows.js";

/** The column of `folds.csv` beside the id. */
export const foldColumn = "kfold";

/** As many as fit into the bytes of `FoldAssignments.assignments`. */
const mostFolds = neverHeldOut;

/** Columns by fold, of folds in which not simply all other rows train a model. */
const matrixColumn = /^fold_(\d+)$/;
/** What a row is to a fold, in such a column; nothing where it takes no part. */
export const foldRoles = {training: "train", validation: "validate"} as const;
export type FoldRole = keyof typeof foldRoles;

export interface FoldOfRow {
  /** Or `neverHeldOut`. */
  fold: number;
  /** By fold, where the file has a column for each. */
  roles?: (FoldRole | undefined)[];
  /** From 1, without the header. */
  row: number;
}

/**
 * The fold of each id in the text of `folds.csv`.
 * @throws UserError folds-malformed, folds-mismatch for a duplicate id
 */
export function parseFolds(path: string, text: string, idColumn: string): Map<string, FoldOfRow> {
  const foldById = new Map<string, FoldOfRow>();
  let columns: FoldColumns | undefined;
  let row = 0;
  // Row by row, because the whole training table has too many cells to keep.
  dsvFormat(separatorOf(text)).parseRows(text, (cells) => {
    if (cells.every((cell) => cell.trim() === "")) return;
    if (columns === undefined) {
      columns = findColumns(path, cells, idColumn);
      return;
    }
    ++row;
    const place = {file: path, row};
    if (cells.length !== columns.count) {
      const message = `Row ${row} of ${path} has ${cells.length} cells, but the header has ${columns.count}.`;
      throw malformed(message, place);
    }
    const id = cells[columns.id] ?? "";
    const found =
      columns.matrix === undefined ? readFold(cells, columns, place) : readRoles(cells, columns.matrix, place);
    const first = foldById.get(id);
    if (first !== undefined)
      throw mismatch(path, `has \`${id}\` twice, in rows ${first.row} and ${row}`, {row, column: idColumn, value: id});
    foldById.set(id, {...found, row});
  });
  if (columns === undefined) throw malformed(`${path} is empty.`, {file: path});
  return foldById;
}

interface RowPlace {
  file: string;
  row: number;
}

/** A row that is never held out says so by the word; a gap or −1 may be a mistake. */
function readFold(cells: readonly string[], {fold: column, foldName}: FoldColumns, place: RowPlace): {fold: number} {
  const text = cells[column] ?? "";
  if (text.trim().toLowerCase() === foldRoles.training) return {fold: neverHeldOut};
  const fold = /^\s*(\d{1,3})(?:\.0*)?\s*$/.exec(text)?.[1];
  if (fold !== undefined && Number(fold) < mostFolds) return {fold: Number(fold)};
  const message = `Row ${place.row} of ${place.file} has \`${text}\` as its fold; folds are whole numbers from 0, or \`${foldRoles.training}\` for a row that is never held out.`;
  throw malformed(message, {...place, column: foldName, value: text});
}

function readRoles(cells: readonly string[], columns: readonly number[], place: RowPlace): Omit<FoldOfRow, "row"> {
  const roles = columns.map((column, fold): FoldRole | undefined => {
    const text = (cells[column] ?? "").trim().toLowerCase();
    if (text === "") return undefined;
    if (text === foldRoles.training) return "training";
    if (text === foldRoles.validation) return "validation";
    const name = `fold_${fold}`;
    const message = `Row ${place.row} of ${place.file} has \`${text}\` in \`${name}\`; it must be ${foldRoles.training}, ${foldRoles.validation} or empty.`;
    throw malformed(message, {...place, column: name, value: text});
  });
  const fold = roles.indexOf("validation");
  return {fold: fold < 0 ? neverHeldOut : fold, roles};
}

/** The one that the header has most of. */
function separatorOf(text: string): string {
  const header = text.slice(0, text.search(/[\r\n]|$/));
  const count = (separator: string) => header.split(separator).length;
  return [",", ";", "\t"].reduce((best, separator) => (count(separator) > count(best) ? separator : best));
}

interface FoldColumns {
  id: number;
  fold: number;
  foldName: string;
  /** Positions of `fold_0`, `fold_1` and so on, where there are at least two. */
  matrix: number[] | undefined;
  count: number;
}

function findColumns(path: string, header: readonly string[], idColumn: string): FoldColumns {
  const names = header.map((name) => name.trim());
  const id = header.includes(idColumn) ? header.indexOf(idColumn) : names.indexOf(idColumn);
  const matrix = findMatrix(names);
  if (id >= 0 && matrix !== undefined) return {id, fold: -1, foldName: foldColumn, matrix, count: header.length};
  // A file made for folds alone may call them otherwise; an index, which pandas writes, has no name.
  const others = names.flatMap((name, index) => (index === id || name === "" ? [] : [index]));
  const [only, ...more] = others;
  const fold = names.includes(foldColumn) ? names.indexOf(foldColumn) : more.length === 0 ? (only ?? -1) : -1;
  const missing = id < 0 ? idColumn : fold < 0 ? foldColumn : undefined;
  if (missing === undefined)
    return {id, fold, foldName: names[fold] ?? foldColumn, matrix: undefined, count: header.length};
  const shown = names.slice(0, 5).map((name) => `\`${name}\``);
  const found = `${shown.join(", ")}${names.length > shown.length ? ` and ${names.length - shown.length} more` : ""}`;
  throw malformed(`${path} has no column \`${missing}\`. Its first row is ${found}.`, {file: path, column: missing});
}

function findMatrix(names: readonly string[]): number[] | undefined {
  const count = names.filter((name) => matrixColumn.test(name)).length;
  const columns = Array.from({length: count}, (_, fold) => names.indexOf(`fold_${fold}`));
  return count >= 2 && !columns.includes(-1) ? columns : undefined;
}

export function malformed(message: string, place: UserError["place"]): UserError {
  return new UserError("folds-malformed", message, place);
}

export function mismatch(path: string, what: string, place: UserError["place"]): UserError {
  return new UserError("folds-mismatch", `${path} ${what}. \`npm run kfolds\` makes a new one.`, {
    file: path,
    ...place
  });
}
