import {UserError} from "../lib/errors.js";
import type {ScoredFile, ScoringProgress} from "../lib/scoring/scoreBlob.js";
import type {ScoringMessage} from "./messages.js";

export interface ScoreFileOptions {
  /** Called about ten times a second, and at the end. */
  onProgress?: (progress: ScoringProgress) => void;
  /** Aborting ends the work at once. */
  signal?: AbortSignal;
}

/**
 * Scores a CSV file with the staged model in a worker of its own, leaving the page responsive.
 * @throws {UserError} `csv-…` for a mistake in the file, with row and column; the signal's reason when aborted.
 */
export async function scoreFile(file: Blob, {onProgress, signal}: ScoreFileOptions = {}): Promise<ScoredFile> {
  signal?.throwIfAborted();
  const worker = new Worker(import.meta.resolve("./score.js"), {type: "module"});
  const settled = new AbortController();
  return new Promise<ScoredFile>((resolve, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason), {signal: settled.signal});
    worker.onerror = ({message}) => reject(new Error(message || "The scoring worker could not be started."));
    worker.onmessage = ({data}: MessageEvent<ScoringMessage>) => {
      if (data.kind === "progress") onProgress?.(data.progress);
      else if (data.kind === "scored") resolve(data.scored);
      else reject(data.kind === "user-error" ? UserError.fromJSON(data.error) : new Error(data.message));
    };
    worker.postMessage(file);
  }).finally(() => {
    worker.terminate();
    settled.abort();
  });
}
