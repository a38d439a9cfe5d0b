import {dsvFormat} from "d3-dsv";
import {UserError} from "../src/lib/errors.js";

/** The column of `folds.csv` beside the id. */
export const foldColumn = "kfold";

/** As many as fit into the bytes of `Folds.assignments`. */
const mostFolds = 255;

interface FoldOfRow {
  fold: number;
  /** From 1, without the header. */
  row: number;
}

/**
 * The fold of each id in the text of `folds.csv`.
 * @throws UserError folds-malformed, folds-mismatch for an id that is there twice
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
    const [id = "", number = ""] = [cells[columns.id], cells[columns.fold]];
    const fold = /^\s*(\d{1,3})(?:\.0*)?\s*$/.exec(number)?.[1];
    if (fold === undefined || Number(fold) >= mostFolds) {
      const message = `Row ${row} of ${path} has \`${number}\` as its fold; folds are whole numbers from 0.`;
      throw malformed(message, {...place, column: columns.foldName, value: number});
    }
    const first = foldById.get(id);
    if (first !== undefined)
      throw mismatch(path, `has \`${id}\` twice, in rows ${first.row} and ${row}`, {row, column: idColumn, value: id});
    foldById.set(id, {fold: Number(fold), row});
  });
  if (columns === undefined) throw malformed(`${path} is empty.`, {file: path});
  return foldById;
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
  count: number;
}

function findColumns(path: string, header: readonly string[], idColumn: string): FoldColumns {
  const names = header.map((name) => name.trim());
  const id = header.includes(idColumn) ? header.indexOf(idColumn) : names.indexOf(idColumn);
  // A file made for folds alone may call them otherwise; an index, which pandas writes, has no name.
  const others = names.flatMap((name, index) => (index === id || name === "" ? [] : [index]));
  const [only, ...more] = others;
  const fold = names.includes(foldColumn) ? names.indexOf(foldColumn) : more.length === 0 ? (only ?? -1) : -1;
  const missing = id < 0 ? idColumn : fold < 0 ? foldColumn : undefined;
  if (missing === undefined) return {id, fold, foldName: names[fold] ?? foldColumn, count: header.length};
  const shown = names.slice(0, 5).map((name) => `\`${name}\``);
  const found = `${shown.join(", ")}${names.length > shown.length ? ` and ${names.length - shown.length} more` : ""}`;
  throw malformed(`${path} has no column \`${missing}\`. Its first row is ${found}.`, {file: path, column: missing});
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
