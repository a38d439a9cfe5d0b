import {CsvReader, type CsvSummary} from "../csv/csvReader.js";
import {type RowBlock, rowBlocks} from "../csv/rowBlocks.js";
import type {Manifest} from "../staged/manifest.js";
import type {ScoringSession} from "./scoringSession.js";

/** Enough rows for the engine to be quick, few enough for 200 features to take little memory (3 MB). */
const rowsPerBlock = 2048;

export interface ScoredBlock extends RowBlock {
  /** By row. */
  probabilities: Float32Array;
}

export interface ScoreCsvOptions {
  /** The columns that the model wants; any others are ignored. */
  manifest: Pick<Manifest, "idColumn" | "features">;
  session: ScoringSession;
  /** Called for each block, in the file's order; the next is read once it has settled. */
  onBlock: (block: ScoredBlock) => void | Promise<void>;
  /** Called after each chunk of the file. */
  onProgress?: (progress: {rows: number; bytes: number}) => void;
  /** The file's name, for messages. */
  file?: string;
  /** Looked at before each chunk is read. */
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
  const {idColumn, features} = manifest;
  const waiting: RowBlock[] = [];
  const reader = new CsvReader({
    schema: {idColumn, features},
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
