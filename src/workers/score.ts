import {UserError} from "../lib/errors.js";
import {packIds} from "../lib/scoring/packedIds.js";
import {scoreBlob} from "../lib/scoring/scoreBlob.js";
import type {ScoringMessage} from "./messages.js";
import {startPartWorkers} from "./partWorkers.js";
import {openStagedSession} from "./session.js";

const millisecondsBetweenProgress = 100;

const opening = openStagedSession();
// Whoever scores a file learns of a failure; before, nobody waits for the model.
opening.catch(() => undefined);

self.onmessage = async ({data: file}: MessageEvent<Blob>) => {
  let lastProgress = 0;
  try {
    const scored = await scoreBlob(await opening, file, {
      startWorkers: navigator.hardwareConcurrency > 1 ? (head) => startPartWorkers(file, head) : undefined,
      onProgress(progress) {
        const now = performance.now();
        if (now - lastProgress < millisecondsBetweenProgress && progress.bytes < progress.totalBytes) return;
        lastProgress = now;
        post({kind: "progress", progress});
      }
    });
    const ids = packIds(scored.ids);
    const transfer = [ids.text.buffer, ids.ends.buffer, scored.probabilities.buffer, scored.predictions.buffer];
    post({kind: "scored", scored: {...scored, ids}}, transfer);
  } catch (error) {
    if (error instanceof UserError) post({kind: "user-error", error: error.toJSON()});
    else post({kind: "failure", message: error instanceof Error ? error.message : String(error)});
  }
};

function post(message: ScoringMessage, transfer: Transferable[] = []): void {
  self.postMessage(message, {transfer});
}
