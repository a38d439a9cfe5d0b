import type {Manifest} from "../staged/manifest.js";
import type {Finding} from "./findings.js";
import {type ScoredBlock, scoreCheckedCsv} from "./scoreCsv.js";
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
  /** From receiving the file to the last score. */
  milliseconds: number;
  /** What was checked; nothing if another program scored the file. */
  findings: Finding[];
}

/** Scores a whole CSV file into memory: a few bytes a row, the rows themselves are not kept. */
export async function scoreBlob(
  {manifest, session}: {manifest: Manifest; session: ScoringSession},
  blob: Blob & {name?: string},
  onProgress?: (progress: ScoringProgress) => void
): Promise<ScoredFile> {
  const start = performance.now();
  const blocks: Pick<ScoredBlock, "ids" | "probabilities">[] = [];
  const {rows, findings} = await scoreCheckedCsv(chunksOf(blob.stream()), {
    manifest,
    session,
    file: blob.name,
    onBlock: ({ids, probabilities}) => {
      blocks.push({ids, probabilities});
    },
    onProgress: (progress) => onProgress?.({...progress, totalBytes: blob.size})
  });
  const probabilities = new Float32Array(rows);
  let row = 0;
  for (const block of blocks) {
    probabilities.set(block.probabilities, row);
    row += block.probabilities.length;
  }
  return {
    ids: blocks.flatMap(({ids}) => ids),
    probabilities,
    predictions: Uint8Array.from(probabilities, (value) => (predictedPositive(value, manifest.threshold) ? 1 : 0)),
    threshold: manifest.threshold,
    rows,
    milliseconds: performance.now() - start,
    findings
  };
}

/** Not every browser can iterate over a stream. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  for (let result = await reader.read(); !result.done; result = await reader.read()) yield result.value;
}
