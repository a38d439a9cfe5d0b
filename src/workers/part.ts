import {type PartScorerOptions, scorePart} from "../lib/scoring/partScorer.js";
import {blobSource} from "../lib/scoring/scoreBlob.js";
import type {PartAnswer, PartRequest} from "./messages.js";
import {openStagedSession} from "./session.js";

const opening = openStagedSession();
let file: Pick<PartScorerOptions, "source" | "head" | "file"> | undefined;

self.onmessage = async ({data}: MessageEvent<PartRequest>) => {
  if (data.kind === "open") {
    file = {source: blobSource(data.file), head: data.head, file: data.name};
    return;
  }
  const {call} = data;
  try {
    if (file === undefined) throw new Error("There is no file to score a part of.");
    // The bytes of a part come while another one is scored.
    const part = await scorePart(data.part, {...(await opening), ...file});
    const transfer = "error" in part ? [] : [part.ids.text.buffer, part.ids.ends.buffer, part.probabilities.buffer];
    post({call, part}, transfer);
  } catch (error) {
    post({call, failure: error instanceof Error ? error.message : String(error)});
  }
};

function post(answer: PartAnswer, transfer: Transferable[] = []): void {
  self.postMessage(answer, {transfer});
}
