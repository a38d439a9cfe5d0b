import {UserError} from "../lib/errors.js";
import {scoreBlob} from "../lib/scoring/scoreBlob.js";
import type {ScoringMessage} from "./messages.js";
import {openStagedSession} from "./session.js";

const millisecondsBetweenProgress = 100;

const opening = openStagedSession();

self.onmessage = async ({data: file}: MessageEvent<Blob>) => {
  let lastProgress = 0;
  try {
    const scored = await scoreBlob(await opening, file, (progress) => {
      const now = performance.now();
      if (now - lastProgress < millisecondsBetweenProgress && progress.bytes < progress.totalBytes) return;
      lastProgress = now;
      post({kind: "progress", progress});
    });
    post({kind: "scored", scored}, [scored.probabilities.buffer, scored.predictions.buffer]);
  } catch (error) {
    if (error instanceof UserError) post({kind: "user-error", error: error.toJSON()});
    else post({kind: "failure", message: error instanceof Error ? error.message : String(error)});
  }
};

function post(message: ScoringMessage, transfer: Transferable[] = []): void {
  self.postMessage(message, {transfer});
}
