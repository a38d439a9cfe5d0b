import type {Manifest} from "../staged/manifest.js";
import {FeatureCounter} from "./featureCounter.js";
import {type ScoredBlock, scoreCsv} from "./scoreCsv.js";
import type {ScoredFile, ScoringProgress} from "./scoredFile.js";
import {predictedPositive, type ScoringSession} from "./scoringSession.js";

/** Scores a whole CSV file into memory: a few bytes a row, the rows themselves are not kept. */
export async function scoreBlob(
  {manifest, session}: {manifest: Manifest; session: ScoringSession},
  blob: Blob & {name?: string},
  onProgress?: (progress: ScoringProgress) => void
): Promise<ScoredFile> {
  const start = performance.now();
  const blocks: Pick<ScoredBlock, "ids" | "probabilities">[] = [];
  const counter = new FeatureCounter(manifest.histograms);
  const {rows, ignoredColumns} = await scoreCsv(chunksOf(blob.stream()), {
    manifest,
    session,
    file: blob.name,
    onBlock: ({ids, features, probabilities}) => {
      counter.add(features);
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
    ignoredColumns,
    rows,
    milliseconds: performance.now() - start,
    featureCounts: counter.featureCounts
  };
}

/** Not every browser can iterate over a stream. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  for (let result = await reader.read(); !result.done; result = await reader.read()) yield result.value;
}
