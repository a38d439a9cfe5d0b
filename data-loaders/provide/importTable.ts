import {mkdir, rm} from "node:fs/promises";
import {basename, join} from "node:path";
import {describeFileError, writeFileWhole, writeJson} from "../../dataset/files.js";
import {schemaFile} from "../../dataset/schemaFile.js";
import {digestOfFile, readTextRows} from "../../dataset/text/readTextRows.js";
import {numberText, type TextRowsOptions} from "../../dataset/text/textRows.js";
import type {NumberReader} from "../../src/lib/csv/numbers.js";
import {shorten, UserError} from "../../src/lib/errors.js";
import {RandomSource} from "../../src/lib/random.js";
import {formatSchema} from "../../src/lib/schema/parseSchema.js";
import {columnRoles, type TableSchema} from "../../src/lib/schema/tableSchema.js";
import {endInstallation, incoming} from "../raw/installation.js";
import {type FileDigest, type OwnTableSource, sourceFile} from "../raw/rawSource.js";
import {
  type ColumnChoices,
  numberFormOf,
  numberReader,
  refuseAmbiguous,
  type SurveyedTable,
  surveyTable
} from "./surveyTable.js";
import {TableWriter} from "./tableWriter.js";

/** Rows of a training file without a test file that become the test file. */
const holdOut = {share: 0.2, seed: 42} as const;
const testTargetFile = "test-target.csv";

export interface ImportOptions extends ColumnChoices {
  /** Path of the test table; without one, some of the training rows are held out. */
  test?: string;
  /** The competition of Kaggle's that the tables are from. */
  competition?: string;
  /** Called with the share that is done, from 0 to 1. */
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

export interface ImportedTable {
  source: OwnTableSource;
  schema: TableSchema;
}

/**
 * Makes a table of one's own the data: `train.csv` and `test.csv` in a plain form, `schema.json`, which says what their
 * columns are, and `source.json`, which says where they are from. In the plain form the id comes first, then the target
 * as 0 or 1 (not in the test file), then all other columns: numbers with a decimal point, categories and other texts as
 * they are, and nothing for a missing value. All files are replaced, or none.
 * @throws UserError of `surveyTable`; csv-missing-column, not-a-number for a test file that does not fit
 */
export async function importTable(
  rawDirectory: string,
  train: string,
  {test, competition, onProgress, signal, ...choices}: ImportOptions
): Promise<ImportedTable> {
  const table = await surveyTable(train, choices, {signal, onProgress: (share) => onProgress?.(share / 2)});
  const schema = schemaOf(table);
  const heldOut = test === undefined ? chooseHeldOut(table, train) : undefined;
  const beside = join(rawDirectory, incoming);
  try {
    await rm(beside, {recursive: true, force: true});
    await mkdir(beside, {recursive: true});
    const copying = {signal, onProgress: (share: number) => onProgress?.(0.5 + share / (test === undefined ? 2 : 4))};
    const files = await writeTraining(beside, train, table, schema, heldOut, copying);
    if (test !== undefined) {
      const progress = (share: number) => onProgress?.(0.75 + share / 4);
      files["test.csv"] = await writeTest(beside, test, table, schema, {signal, onProgress: progress});
    }
    const schemaText = formatSchema(schema);
    await writeFileWhole(join(beside, schemaFile), schemaText);
    const {rows: trainRows, ...trainDigest} = files["train.csv"];
    const {rows: testRows, ...testDigest} = files["test.csv"];
    const source: OwnTableSource = {
      kind: "file",
      ...(competition !== undefined && {competition}),
      trainRows,
      testRows,
      files: {
        "train.csv": trainDigest,
        "test.csv": testDigest,
        [schemaFile]: await digestOfFile(join(beside, schemaFile)),
        ...(heldOut && {[testTargetFile]: await digestOfFile(join(beside, testTargetFile))})
      },
      origin: {
        train: {name: basename(train), ...(await digestOfFile(train))},
        ...(test === undefined ? {heldOut: holdOut} : {test: {name: basename(test), ...(await digestOfFile(test))}})
      },
      target: {column: table.targetColumn, positive: table.values.positive, negative: table.values.negative},
      targetReason: table.values.reason,
      leftOut: table.leftOut
    };
    await writeJson(join(beside, sourceFile), source);
    await endInstallation(rawDirectory);
    return {source, schema};
  } catch (error) {
    await rm(beside, {recursive: true, force: true}).catch(() => undefined);
    throw describeFileError(error, rawDirectory);
  }
}

function schemaOf({names, idColumn, targetColumn, features, categories}: SurveyedTable): TableSchema {
  const free = ["row", "row_number", "row_number_in_file"].find((name) => !names.includes(name)) ?? "row number";
  return {
    idColumn: idColumn ?? free,
    ...(idColumn === undefined && {idIsRowNumber: true}),
    targetColumn,
    features,
    ...(Object.keys(categories).length > 0 && {categories})
  };
}

/**
 * 1 for rows that are held out: a fifth of each class, drawn with a seed.
 * @throws UserError target-too-rare
 */
function chooseHeldOut({target, values}: SurveyedTable, file: string): Uint8Array {
  const random = new RandomSource(holdOut.seed);
  const heldOut = new Uint8Array(target.length);
  for (const label of [0, 1]) {
    const rows: number[] = [];
    for (const [row, value] of target.entries()) if (value === label) rows.push(row);
    if (rows.length < 2) {
      const value = label === 1 ? values.positive : values.negative;
      const message = `Only one row has the target “${value}”; there must be two at least, for training and for the test file.`;
      throw new UserError("target-too-rare", message, {file, value});
    }
    const count = Math.max(1, Math.round(rows.length * holdOut.share));
    for (const row of random.shuffle(rows).slice(0, count)) heldOut[row] = 1;
  }
  return heldOut;
}

type WrittenFile = FileDigest & {rows: number};
type Reading = Pick<TextRowsOptions, "onProgress" | "signal">;

async function writeTraining(
  folder: string,
  file: string,
  table: SurveyedTable,
  schema: TableSchema,
  heldOut: Uint8Array | undefined,
  reading: Reading
): Promise<Record<"train.csv" | "test.csv", WrittenFile>> {
  const {idColumn, targetColumn = ""} = schema;
  const others = otherColumns(table);
  const numbers = numberReader(table.numbers);
  using train = new TableWriter(join(folder, "train.csv"), [idColumn, targetColumn, ...others]);
  using test = heldOut && new TableWriter(join(folder, "test.csv"), [idColumn, ...others]);
  using testTarget = heldOut && new TableWriter(join(folder, testTargetFile), [idColumn, targetColumn]);
  await readTextRows(file, {
    ...reading,
    sink: ({names}) => {
      const cells = new PlainCells(schema, names, others, numbers, file);
      return {
        row(texts, row) {
          const id = cells.id(texts, row);
          const target = String(table.target[row - 1]);
          if (heldOut?.[row - 1] === 1) {
            test?.row([id, ...cells.others(texts, row)]);
            testTarget?.row([id, target]);
          } else train.row([id, target, ...cells.others(texts, row)]);
        }
      };
    }
  });
  testTarget?.end();
  return {
    "train.csv": {...train.end(), rows: train.rows},
    "test.csv": test === undefined ? {bytes: 0, sha256: "", rows: 0} : {...test.end(), rows: test.rows}
  };
}

async function writeTest(
  folder: string,
  file: string,
  table: SurveyedTable,
  schema: TableSchema,
  reading: Reading
): Promise<WrittenFile> {
  const others = otherColumns(table);
  using test = new TableWriter(join(folder, "test.csv"), [schema.idColumn, ...others]);
  let finish = () => {};
  await readTextRows(file, {
    ...reading,
    sink: (columns) => {
      const {renamedColumns} = columnRoles(
        columns.names,
        {...schema, idIsRowNumber: table.idColumn === undefined},
        file
      );
      const wanted = new Map(renamedColumns.map(({found, wanted}) => [found, wanted]));
      const names = columns.names.map((name) => wanted.get(name) ?? name);
      const numbers = numberReader(numberFormOf(columns));
      const cells = new PlainCells(schema, names, others, numbers, file);
      finish = () => refuseAmbiguous(numbers, names, file);
      return {row: (texts, row) => test.row([cells.id(texts, row), ...cells.others(texts, row)])};
    }
  });
  finish();
  return {...test.end(), rows: test.rows};
}

/** All columns but the id and the target, in the table's order. */
function otherColumns({names, idColumn, targetColumn}: SurveyedTable): string[] {
  return names.filter((name) => name !== idColumn && name !== targetColumn);
}

/** The texts of a row in the plain form. */
class PlainCells {
  readonly #id: number;
  readonly #columns: {name: string; position: number; isNumber: boolean}[];
  readonly #numbers: NumberReader;
  readonly #file: string;

  constructor(
    {idColumn, features, categories = {}}: TableSchema,
    names: readonly string[],
    others: readonly string[],
    numbers: NumberReader,
    file: string
  ) {
    this.#id = names.indexOf(idColumn);
    const numeric = new Set(features.filter((name) => !Object.hasOwn(categories, name)));
    this.#columns = others.map((name) => ({name, position: names.indexOf(name), isNumber: numeric.has(name)}));
    this.#numbers = numbers;
    this.#file = file;
  }

  id(texts: readonly string[], row: number): string {
    return this.#id < 0 ? String(row) : (texts[this.#id] ?? "");
  }

  /** @throws UserError not-a-number */
  others(texts: readonly string[], row: number): string[] {
    return this.#columns.map(({name, position, isNumber}) => {
      const text = texts[position] ?? "";
      if (!isNumber) return text;
      const value = this.#numbers.read(text, position, row);
      if (value !== undefined) return numberText(value);
      const message = `Row ${row}, column \`${name}\` is “${shorten(text)}”, not a number, as it is in the training file.`;
      throw new UserError("not-a-number", message, {file: this.#file, row, column: name, value: text});
    });
  }
}
