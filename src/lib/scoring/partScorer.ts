import {CsvReader} from "../csv/csvReader.js";
import type {ReadingFacts, ReadingState} from "../csv/readingFacts.js";
import type {CsvSink} from "../csv/rowReader.js";
import {UserError, type UserErrorData} from "../errors.js";
import {type PackedIds, packIds} from "./packedIds.js";
import {type ColumnsOfModel, schemaOf} from "./scoreCsv.js";
import type {ScoringSession} from "./scoringSession.js";
import {type CheckedModel, ValueChecks, type ValueCounts} from "./valueChecks.js";

/** A file that can be read anywhere. */
export interface ByteSource {
  size: number;
  read(start: number, end: number): Promise<Uint8Array>;
}

/** The rows that begin between two places of a file. */
export interface FilePart {
  start: number;
  end: number;
  /** What the rows before the part are taken to have shown; undefined for the part after the header. */
  state?: ReadingState;
  /** Where its first row begins, if that is known for sure, and how many rows there are before it. */
  first?: {position: number; rows: number};
}

/** What became of a part. */
export interface ScoredPart {
  /** Its first row was taken to begin between these, where there are line ends only; undefined if there are none. */
  begin?: {from: number; to: number};
  /** Where the next part's first row begins. */
  end: number;
  /** What the next part's rows depend on. */
  state: ReadingState;
  facts: ReadingFacts;
  ids: PackedIds;
  probabilities: Float32Array<ArrayBuffer>;
  values: ValueCounts;
}

/** A mistake in a part, if its rows begin where they were taken to. */
export interface RefusedPart {
  begin: ScoredPart["begin"];
  error: UserErrorData;
}

export interface PartScorerOptions {
  manifest: ColumnsOfModel & CheckedModel;
  session: ScoringSession;
  source: ByteSource;
  /** The file's bytes up to the end of its header. */
  head: Uint8Array;
  file?: string;
}

/** Read from a part at a time, and scored: some 170 rows of 200 numbers, which stay in the processor's cache. */
const pieceBytes = 1 << 18;
/** There is room for so many rows before more is made. */
const roomAtFirst = 256;
/** Read after a part at first, for the end of its last row. */
const beyondBytes = 1 << 16;

const lineEnds: readonly number[] = [10, 13];
/** What `RowReader` skips before a row. */
const skipped: readonly number[] = [...lineEnds, 0, 26];

/**
 * Scores a part of a CSV file. Where it is not known where a row begins, the first line's end is taken for a row's end. It
 * is none if it is in a quoted cell: then the end of the part before shows it.
 */
export async function scorePart(part: FilePart, options: PartScorerOptions): Promise<ScoredPart | RefusedPart> {
  const {manifest, source, head, file} = options;
  const from = part.first?.position ?? part.start - 1;
  const bytes = await source.read(from, part.end);
  const line = part.first === undefined ? bytes.findIndex((byte) => lineEnds.includes(byte)) : 0;
  const row = line < 0 ? -1 : bytes.findIndex((byte, index) => index >= line && !skipped.includes(byte));
  const begin = line < 0 ? undefined : {from: from + line, to: from + (row < 0 ? bytes.length : row)};
  const scores = new PartScores(options);
  const reader = new CsvReader({schema: schemaOf(manifest), sink: () => scores, file});
  try {
    reader.push(head);
    reader.resume(begin?.to ?? part.end, part.state ?? reader.state, part.first?.rows);
    for (let start = row < 0 ? bytes.length : row; start < bytes.length; start += pieceBytes) {
      reader.push(bytes.subarray(start, start + pieceBytes));
      await scores.scoreRows();
    }
    await finishLastRow(reader, part.end, source);
    await scores.scoreRows();
    return {begin, end: reader.position, state: reader.state, facts: reader.facts, ...scores.all};
  } catch (error) {
    if (error instanceof UserError) return {begin, error: error.toJSON()};
    throw error;
  }
}

/** Reads on beyond the part until its last row is there. */
async function finishLastRow(reader: CsvReader, partEnd: number, source: ByteSource): Promise<void> {
  let bytes: Uint8Array = new Uint8Array();
  let end = partEnd;
  for (let size = beyondBytes; !reader.pushBeyond(bytes, end >= source.size); size *= 2) {
    const start = end;
    end = Math.min(source.size, start + size);
    bytes = await source.read(start, end);
  }
}

/** Takes rows, scores some at a time, and keeps what is wanted of them. */
class PartScores implements CsvSink {
  readonly #session: ScoringSession;
  readonly #checks: ValueChecks;
  readonly #columns: number;
  /** Of the rows that have not been scored; used again for those after them. */
  #matrix = new Float64Array();
  #waiting = 0;
  readonly #ids: string[] = [];
  readonly #probabilities: Float32Array[] = [];

  constructor({session, manifest}: PartScorerOptions) {
    this.#session = session;
    this.#checks = new ValueChecks(manifest);
    this.#columns = manifest.features.length;
  }

  row(id: string, features: Float64Array): void {
    const start = this.#waiting++ * this.#columns;
    if (start + this.#columns > this.#matrix.length) {
      const larger = new Float64Array(Math.max(2 * this.#matrix.length, roomAtFirst * this.#columns));
      larger.set(this.#matrix);
      this.#matrix = larger;
    }
    this.#matrix.set(features, start);
    this.#ids.push(id);
  }

  async scoreRows(): Promise<void> {
    const rows = this.#waiting;
    if (rows === 0) return;
    const features = this.#matrix.subarray(0, rows * this.#columns);
    this.#probabilities.push(await this.#session.run(features, rows));
    this.#checks.add({ids: this.#ids.slice(-rows), features});
    this.#waiting = 0;
  }

  get all(): Pick<ScoredPart, "ids" | "probabilities" | "values"> {
    return {
      ids: packIds(this.#ids),
      probabilities: joined(this.#probabilities, this.#ids.length),
      values: this.#checks.counts
    };
  }
}

function joined(parts: readonly Float32Array[], length: number): Float32Array<ArrayBuffer> {
  const all = new Float32Array(length);
  let start = 0;
  for (const part of parts) {
    all.set(part, start);
    start += part.length;
  }
  return all;
}
