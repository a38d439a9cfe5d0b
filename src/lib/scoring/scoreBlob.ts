import {isFormula} from "../csv/csvWriter.js";
import type {Manifest} from "../staged/manifest.js";
import type {Finding} from "./findings.js";
import type {ByteSource} from "./partScorer.js";
import {type ScoredBlock, scoreCheckedCsv} from "./scoreCsv.js";
import {isWorthParts, type PartWorker, scoreParts} from "./scoreParts.js";
import {predictedPositive, type ScoringSession} from "./scoringSession.js";

export interface ScoringProgress {
  rows: number;
  bytes: number;
  totalBytes: number;
}

/** A whole file's scores; lists are by row unless said otherwise. */
export interface ScoredFile {
  ids: string[];
  /** Of target 1. */
  probabilities: Float32Array;
  /** 1 where the probability reaches the threshold. */
  predictions: Uint8Array;
  /** The manifest's. */
  threshold: number;
  rows: number;
  /** Whether spreadsheet programs may execute an id. */
  hasFormulaIds: boolean;
  /** From receiving the file to the last score. */
  milliseconds: number;
  /** What was checked; nothing if another program scored the file. */
  findings: Finding[];
}

export interface ScoreBlobOptions {
  onProgress?: (progress: ScoringProgress) => void;
  /** Starts threads that share the work on a large file, given the bytes up to the end of its header. */
  startWorkers?: (head: Uint8Array) => readonly PartWorker[];
}

/** Scores a whole CSV file into memory: a few bytes a row, the rows themselves are not kept. */
export async function scoreBlob(
  {manifest, session}: {manifest: Manifest; session: ScoringSession},
  blob: Blob & {name?: string},
  {onProgress, startWorkers}: ScoreBlobOptions = {}
): Promise<ScoredFile> {
  const start = performance.now();
  const blocks: Pick<ScoredBlock, "ids" | "probabilities">[] = [];
  const options = {
    manifest,
    file: blob.name,
    onBlock: ({ids, probabilities}: Pick<ScoredBlock, "ids" | "probabilities">) => {
      blocks.push({ids, probabilities});
    },
    onProgress: (progress: Omit<ScoringProgress, "totalBytes">) => onProgress?.({...progress, totalBytes: blob.size})
  };
  const inParts = startWorkers !== undefined && isWorthParts(blob.size);
  const {rows, findings} =
    (inParts ? await scoreParts({...options, source: blobSource(blob), startWorkers}) : undefined) ??
    (await scoreCheckedCsv(chunksOf(blob.stream()), {...options, session}));
  const probabilities = new Float32Array(rows);
  const ids: string[] = [];
  for (const block of blocks) {
    probabilities.set(block.probabilities, ids.length);
    for (const id of block.ids) ids.push(id);
  }
  return {
    ids,
    probabilities,
    predictions: Uint8Array.from(probabilities, (value) => (predictedPositive(value, manifest.threshold) ? 1 : 0)),
    threshold: manifest.threshold,
    rows,
    hasFormulaIds: ids.some(isFormula),
    milliseconds: performance.now() - start,
    findings
  };
}

export function blobSource(blob: Blob): ByteSource {
  return {
    size: blob.size,
    read: async (start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer())
  };
}

/** Not every browser can iterate over a stream. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  for (let result = await reader.read(); !result.done; result = await reader.read()) yield result.value;
}
