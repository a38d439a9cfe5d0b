import {CsvReader} from "../csv/csvReader.js";
import {type CsvColumns, joinFacts, type ReadingFacts, type ReadingState, summarize} from "../csv/readingFacts.js";
import {UserError} from "../errors.js";
import {InputChecks} from "./inputChecks.js";
import {unpackIds} from "./packedIds.js";
import type {ByteSource, FilePart, RefusedPart, ScoredPart} from "./partScorer.js";
import {type CheckedCsv, type ColumnsOfModel, describeCsv, type ScoredBlock, schemaOf} from "./scoreCsv.js";
import type {CheckedModel} from "./valueChecks.js";

/** A thread that scores parts of a file: `scorePart`, one after the other. */
export interface PartWorker {
  score(part: FilePart): Promise<ScoredPart | RefusedPart>;
}

export interface ScorePartsOptions {
  manifest: ColumnsOfModel & CheckedModel;
  source: ByteSource;
  /** Starts the threads, which get the file's bytes up to the end of its header. */
  startWorkers: (head: Uint8Array) => readonly PartWorker[];
  /** Called for the rows of each part, in the file's order. */
  onBlock: (block: Pick<ScoredBlock, "ids" | "probabilities">) => void | Promise<void>;
  onProgress?: (progress: {rows: number; bytes: number}) => void;
  file?: string;
  signal?: AbortSignal;
  /** Of each part but the last. */
  partBytes?: number;
}

const usualPartBytes = 1 << 22;
/** The header is looked for in so many bytes, and the first rows tell what the next ones depend on. */
const openingBytes = 1 << 18;
/** A thread gets its next part before it has scored one, so that it need not wait for the bytes. */
const partsAtOnce = 2;
/** So many parts for each thread may wait for those before them. */
const partsAhead = 4;

/** Whether a file is large enough for threads to be worth it. */
export const isWorthParts = (size: number) => size >= 2 * usualPartBytes;

interface Opening {
  headerEnd: number;
  columns: CsvColumns;
  /** After the first rows. */
  state: ReadingState;
}

/**
 * Scores a file in parts, on several threads at once. The result is that of `scoreCheckedCsv`: which row begins a part,
 * and what its rows depend on, is guessed, held against what the part before has shown, and the part is scored again
 * where it was wrong.
 * @returns undefined for files that are to be read from their beginning to their end: UTF-16, and those of whose header
 * nothing can be made
 * @throws {UserError} `csv-…` for a mistake in the file, with row and column; the signal's reason once it is aborted
 */
export async function scoreParts(options: ScorePartsOptions): Promise<CheckedCsv | undefined> {
  const {source, startWorkers} = options;
  const start = await source.read(0, Math.min(source.size, openingBytes));
  const opening = openFile(start, options);
  if (opening === undefined) return undefined;
  const workers = startWorkers(start.slice(0, opening.headerEnd + 1));
  return new PartsInOrder(options, opening, workers).run();
}

function openFile(bytes: Uint8Array, {manifest, file}: ScorePartsOptions): Opening | undefined {
  const reader = new CsvReader({schema: schemaOf(manifest), sink: () => ({row: () => undefined}), file});
  try {
    reader.push(bytes);
  } catch (error) {
    // Whoever reads on from the beginning finds it again.
    if (error instanceof UserError) return undefined;
    throw error;
  }
  const {header, state} = reader;
  if (header === undefined || state.encoding === "UTF-16") return undefined;
  return {headerEnd: header.end, columns: header.columns, state};
}

/** A part's outcome, and what its rows were taken to depend on. */
interface Attempt {
  state: ReadingState | undefined;
  outcome: ScoredPart | RefusedPart;
}

/** Hands out the parts of a file, and takes what became of them in the file's order. */
class PartsInOrder {
  readonly #options: ScorePartsOptions;
  readonly #opening: Opening;
  readonly #workers: readonly PartWorker[];
  readonly #partBytes: number;
  readonly #partCount: number;
  readonly #checks: InputChecks;
  /** Parts that were scored, and wait for those before them. */
  readonly #waiting = new Map<number, Attempt>();
  #handedOut = 0;
  #taken = 0;
  /** Who wait for a part to be taken. */
  #wake: (() => void)[] = [];
  /** One is taken after the other. */
  #taking: Promise<void> = Promise.resolve();
  /** What the parts that were taken have shown. */
  #facts: ReadingFacts | undefined;
  #state: ReadingState | undefined;
  #end: number;

  constructor(options: ScorePartsOptions, opening: Opening, workers: readonly PartWorker[]) {
    this.#options = options;
    this.#opening = opening;
    this.#workers = workers;
    this.#end = opening.headerEnd;
    this.#partBytes = options.partBytes ?? usualPartBytes;
    this.#partCount = Math.ceil((options.source.size - opening.headerEnd) / this.#partBytes);
    this.#checks = new InputChecks(options.manifest);
  }

  async run(): Promise<CheckedCsv> {
    const {manifest, source, file} = this.#options;
    await Promise.all(this.#workers.flatMap((worker) => Array.from({length: partsAtOnce}, () => this.#serve(worker))));
    if (this.#facts === undefined || this.#state === undefined) throw new Error("There was no part.");
    const summary = summarize(this.#opening.columns, this.#facts, {...this.#state, bytes: source.size, file});
    return {...summary, findings: describeCsv(summary, this.#checks.report, manifest)};
  }

  async #serve(worker: PartWorker): Promise<void> {
    while (this.#handedOut < this.#partCount) {
      const index = this.#handedOut++;
      while (index - this.#taken >= this.#workers.length * partsAhead)
        await new Promise<void>((resolve) => this.#wake.push(resolve));
      this.#options.signal?.throwIfAborted();
      const state = index === 0 ? undefined : (this.#state ?? this.#opening.state);
      const first = index === 0 ? {position: this.#opening.headerEnd, rows: 0} : undefined;
      this.#waiting.set(index, {state, outcome: await worker.score({...this.#rangeOf(index), state, first})});
      this.#taking = this.#taking.then(() => this.#takeAll(worker));
      await this.#taking;
    }
  }

  #rangeOf(index: number): {start: number; end: number} {
    const start = this.#opening.headerEnd + index * this.#partBytes;
    return {start, end: Math.min(this.#options.source.size, start + this.#partBytes)};
  }

  async #takeAll(worker: PartWorker): Promise<void> {
    for (;;) {
      const attempt = this.#waiting.get(this.#taken);
      if (attempt === undefined) return;
      this.#waiting.delete(this.#taken);
      // A row may be longer than a part.
      if (this.#end < this.#rangeOf(this.#taken).end) await this.#take(await this.#verified(attempt, worker));
      ++this.#taken;
      for (const wake of this.#wake.splice(0)) wake();
    }
  }

  /** The part as it is, after what was before it. */
  async #verified({state, outcome}: Attempt, worker: PartWorker): Promise<ScoredPart> {
    const {begin} = outcome;
    const begins = begin !== undefined && begin.from <= this.#end && this.#end <= begin.to;
    const isRight = this.#taken === 0 || (begins && isSame(state, this.#state));
    if (isRight && !("error" in outcome)) return outcome;
    const range = {...this.#rangeOf(this.#taken), state: this.#state};
    const again = isRight ? outcome : await worker.score({...range, first: {position: this.#end, rows: 0}});
    if (!("error" in again)) return again;
    // Rows are counted from the beginning of the file.
    const rows = this.#facts?.rows ?? 0;
    const last = rows === 0 ? again : await worker.score({...range, first: {position: this.#end, rows}});
    throw "error" in last ? UserError.fromJSON(last.error) : new Error("A mistake in a file is gone.");
  }

  async #take({end, state, facts, ids: packed, probabilities, values}: ScoredPart): Promise<void> {
    const {onBlock, onProgress} = this.#options;
    const before = this.#facts?.rows ?? 0;
    const {idIsNumbered} = this.#opening.columns;
    const ids = idIsNumbered
      ? Array.from({length: facts.rows}, (_, row) => String(before + row + 1))
      : unpackIds(packed);
    const {farthestRow} = values;
    const id = farthestRow && ids[farthestRow.row - 1];
    this.#checks.addChecked(ids, {...values, farthestRow: farthestRow && {...farthestRow, id: id ?? farthestRow.id}});
    this.#facts = this.#facts === undefined ? facts : joinFacts(this.#facts, facts);
    this.#state = state;
    this.#end = end;
    if (facts.rows > 0) await onBlock({ids, probabilities});
    onProgress?.({rows: this.#facts.rows, bytes: end});
  }
}

function isSame(a: ReadingState | undefined, b: ReadingState | undefined): boolean {
  return (
    a?.decimalMark === b?.decimalMark &&
    a?.seenText.utf8 === b?.seenText.utf8 &&
    a?.seenText.windows1252 === b?.seenText.windows1252
  );
}
