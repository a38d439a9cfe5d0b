import {type MessagePort, parentPort, Worker, workerData} from "node:worker_threads";
import {UserError, type UserErrorData} from "../src/lib/errors.js";

type Message<Event, Result> =
  | {kind: "event"; event: Event}
  | {kind: "result"; result: Result}
  | {kind: "refused"; error: UserErrorData};

export interface WorkerOptions<Event> {
  /** Ends the worker, wherever it is; its reason is what the promise rejects with. */
  signal?: AbortSignal;
  onEvent?: (event: Event) => void;
}

/**
 * Runs a program of ours in a worker thread.
 * @param module the file that calls `serveWorker`
 * @param input cloned, but for memory that is shared
 */
export async function runInWorker<Input, Event, Result>(
  module: URL,
  input: Input,
  {signal, onEvent}: WorkerOptions<Event> = {}
): Promise<Result> {
  signal?.throwIfAborted();
  const worker = new Worker(new URL("./startWorker.mjs", import.meta.url), {workerData: {module: module.href, input}});
  // Ends listening to the signal, which may outlive many workers.
  const ended = new AbortController();
  try {
    return await new Promise<Result>((resolve, reject) => {
      worker.on("message", (message: Message<Event, Result>) => {
        if (message.kind === "event") {
          if (!signal?.aborted) onEvent?.(message.event);
        } else if (message.kind === "result") resolve(message.result);
        else reject(UserError.fromJSON(message.error));
      });
      worker.on("error", reject);
      worker.on("exit", () => reject(new Error("A worker thread ended early.")));
      const end = () => {
        reject(signal?.reason);
        void worker.terminate();
      };
      signal?.addEventListener("abort", end, {signal: ended.signal});
    });
  } finally {
    ended.abort();
    // Nobody waits for its end: it may be in the middle of a long step.
    void worker.terminate();
  }
}

/** The worker's side: runs the program on its input, hands its events on, and its result or the mistake it found. */
export async function serveWorker<Input, Event, Result>(
  program: (input: Input, emit: (event: Event) => void) => Promise<Result>
): Promise<void> {
  const port: MessagePort | null = parentPort;
  const post = (message: Message<Event, Result>) => port?.postMessage(message);
  try {
    post({kind: "result", result: await program(workerData.input, (event) => post({kind: "event", event}))});
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    post({kind: "refused", error: error.toJSON()});
  }
}
