import {CsvReader, type CsvSink, type CsvSummary} from "../csv/csvReader.js";
import type {TableSchema} from "../schema/tableSchema.js";
import type {Manifest} from "../staged/manifest.js";
import {describeInput, describeReading, type Finding} from "./findings.js";
import {InputChecks, type InputReport} from "./inputChecks.js";
import type {ScoringSession} from "./scoringSession.js";
import type {CheckedModel} from "./valueChecks.js";

/** Enough rows for the engine to be quick, few enough for 200 features to take little memory (3 MB). */
const rowsPerBlock = 2048;

/** Rows that a block has room for at first. */
const firstRoom = 32;

/** Some rows, row by row, as an ONNX model takes them. */
export interface RowBlock {
  ids: string[];
  /** [rows, features], row-major. */
  features: Float64Array;
  rows: number;
}

export interface ScoredBlock extends RowBlock {
  /** By row. */
  probabilities: Float32Array;
}

/** What a reader of rows has to know of a manifest. */
export type ColumnsOfModel = Pick<Manifest, "idColumn" | "features" | "categories" | "idIsRowNumber">;

export interface ScoreCsvOptions {
  /** The columns that the model wants; any others are ignored. */
  manifest: ColumnsOfModel;
  session: ScoringSession;
  /** Called for each block, in the file's order; the next is read once it has settled. */
  onBlock: (block: ScoredBlock) => void | Promise<void>;
  /** Called after each chunk of the file. */
  onProgress?: (progress: {rows: number; bytes: number}) => void;
  /** The file's name, for messages. */
  file?: string;
  /** Checked before each chunk is read. */
  signal?: AbortSignal;
}

/**
 * Scores a CSV file as it streams in, in constant memory: a chunk's rows are scored before the next chunk is taken.
 * The page, the command line and the API all read files with this function, and so share every check and message.
 * @throws {UserError} `csv-…` for a mistake in the file, with row and column; the signal's reason once it is aborted
 */
export async function scoreCsv(
  chunks: AsyncIterable<Uint8Array>,
  {manifest, session, onBlock, onProgress, file, signal}: ScoreCsvOptions
): Promise<CsvSummary> {
  const {features} = manifest;
  const waiting: RowBlock[] = [];
  const reader = new CsvReader({
    schema: schemaOf(manifest),
    sink: () => rowBlocks(features.length, rowsPerBlock, (block) => waiting.push(block)),
    file
  });
  const scoreWaiting = async () => {
    for (const block of waiting.splice(0)) {
      await onBlock({...block, probabilities: await session.run(block.features, block.rows)});
    }
  };
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    reader.push(chunk);
    await scoreWaiting();
    onProgress?.({rows: reader.rows, bytes: reader.bytes});
  }
  const summary = reader.finish();
  await scoreWaiting();
  return summary;
}

/** A model's schema stays the same object, by which a header is known again. */
const schemas = new WeakMap<ColumnsOfModel, TableSchema>();

export function schemaOf(model: ColumnsOfModel): TableSchema {
  const {idColumn, features, categories, idIsRowNumber} = model;
  const schema = schemas.get(model) ?? {idColumn, features, categories, idIsRowNumber};
  schemas.set(model, schema);
  return schema;
}

export interface CheckedCsv extends CsvSummary {
  findings: Finding[];
}

/** The same as scoreCsv, for people: the rows are checked as well, and what is unusual is described in sentences. */
export async function scoreCheckedCsv(
  chunks: AsyncIterable<Uint8Array>,
  options: ScoreCsvOptions & {manifest: ColumnsOfModel & CheckedModel}
): Promise<CheckedCsv> {
  const checks = new InputChecks(options.manifest);
  const summary = await scoreCsv(chunks, {
    ...options,
    onBlock: (block) => {
      checks.add(block);
      return options.onBlock(block);
    }
  });
  return {...summary, findings: describeCsv(summary, checks.report, options.manifest)};
}

/** What was checked of a whole file, in sentences. */
export function describeCsv(
  summary: CsvSummary,
  report: InputReport,
  {idColumn, features, categories}: ColumnsOfModel
): Finding[] {
  const kinds = categories === undefined ? "a number" : "a number, a text of a category,";
  const columns = features.length === 1 ? "the feature column" : `all ${features.length} feature columns`;
  const complete = summary.idIsNumbered
    ? `${columns[0]?.toUpperCase()}${columns.slice(1)} ${features.length === 1 ? "is" : "are"} there; every cell is ${kinds} or missing.`
    : `\`${idColumn}\` and ${columns} are there; every cell is ${kinds} or missing.`;
  return [{level: "passed", text: complete}, ...describeInput(report), ...describeReading(summary)];
}

/** A sink that hands rows on in blocks. Each block has memory of its own, so it may be kept or transferred. */
export function rowBlocks(featureCount: number, rowsPerBlock: number, onBlock: (block: RowBlock) => void): CsvSink {
  let ids: string[] = [];
  // Grows with its rows: a file of two needs no room for thousands.
  let features = new Float64Array(0);
  let room = 0;
  const flush = () => {
    const rows = ids.length;
    if (rows === 0) return;
    onBlock({ids, features: rows < rowsPerBlock ? features.slice(0, rows * featureCount) : features, rows});
    ids = [];
    features = new Float64Array(0);
    room = 0;
  };
  return {
    row(id, row) {
      if (ids.length === room) {
        room = Math.min(rowsPerBlock, Math.max(firstRoom, 4 * room));
        const larger = new Float64Array(room * featureCount);
        larger.set(features);
        features = larger;
      }
      features.set(row, ids.length * featureCount);
      ids.push(id);
      if (ids.length === rowsPerBlock) flush();
    },
    end: flush
  };
}
