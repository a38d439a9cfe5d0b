import type {RefusedPart, ScoredPart} from "../lib/scoring/partScorer.js";
import type {PartWorker} from "../lib/scoring/scoreParts.js";
import type {PartAnswer, PartRequest} from "./messages.js";

/** More than these hardly make a file faster, and each takes some 30 MB. */
const mostWorkers = 8;

let threads: PartThread[] | undefined;

/** Workers that score parts of a file, one for each core; they stay for the next file. */
export function startPartWorkers(file: Blob & {name?: string}, head: Uint8Array): readonly PartWorker[] {
  threads ??= Array.from({length: Math.min(mostWorkers, navigator.hardwareConcurrency)}, () => new PartThread());
  for (const thread of threads) thread.send({kind: "open", file, name: file.name, head});
  return threads.map((thread) => ({
    score: (part) =>
      new Promise<ScoredPart | RefusedPart>((resolve, reject) => {
        thread.calls.set(++calls, {resolve, reject});
        thread.send({kind: "part", call: calls, part});
      })
  }));
}

let calls = 0;

interface Call {
  resolve: (part: ScoredPart | RefusedPart) => void;
  reject: (reason: Error) => void;
}

class PartThread {
  readonly calls = new Map<number, Call>();
  readonly #worker = new Worker(import.meta.resolve("./part.js"), {type: "module"});

  constructor() {
    this.#worker.onerror = ({message}) => {
      for (const {reject} of this.calls.values()) reject(new Error(message || "A worker could not be started."));
    };
    this.#worker.onmessage = ({data}: MessageEvent<PartAnswer>) => {
      const call = this.calls.get(data.call);
      this.calls.delete(data.call);
      if ("part" in data) call?.resolve(data.part);
      else call?.reject(new Error(data.failure));
    };
  }

  send(request: PartRequest): void {
    this.#worker.postMessage(request);
  }
}
