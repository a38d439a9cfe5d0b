import {UserError} from "../lib/errors.js";
import {unpackInSteps} from "../lib/scoring/packedIds.js";
import type {ScoredFile, ScoringProgress} from "../lib/scoring/scoreBlob.js";
import type {PackedFile, ScoringMessage} from "./messages.js";

export interface ScoreFileOptions {
  /** Called about ten times a second, and at the end. */
  onProgress?: (progress: ScoringProgress) => void;
  /** Aborting ends the work at once. */
  signal?: AbortSignal;
}

/** Started with the page, so that the model is there before a file is, and kept for the next file. */
let worker: Worker | undefined = startWorker();

function startWorker(): Worker {
  return new Worker(import.meta.resolve("./score.js"), {type: "module"});
}

/**
 * Scores a CSV file with the staged model in workers, leaving the page responsive.
 * @throws {UserError} `csv-…` for a mistake in the file, with row and column; the signal's reason when aborted.
 */
export async function scoreFile(file: Blob, {onProgress, signal}: ScoreFileOptions = {}): Promise<ScoredFile> {
  signal?.throwIfAborted();
  const scoring = worker ?? startWorker();
  // A second file that comes meanwhile gets a worker of its own.
  worker = undefined;
  const settled = new AbortController();
  try {
    const scored = await new Promise<PackedFile>((resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason), {signal: settled.signal});
      scoring.onerror = ({message}) => reject(new Error(message || "The scoring worker could not be started."));
      scoring.onmessage = ({data}: MessageEvent<ScoringMessage>) => {
        if (data.kind === "progress") onProgress?.(data.progress);
        else if (data.kind === "scored") resolve(data.scored);
        else reject(data.kind === "user-error" ? UserError.fromJSON(data.error) : new Error(data.message));
      };
      scoring.postMessage(file);
    });
    worker ??= scoring;
    return {...scored, ids: await unpackInSteps(scored.ids)};
  } finally {
    settled.abort();
    if (worker !== scoring) scoring.terminate();
    worker ??= startWorker();
  }
}
