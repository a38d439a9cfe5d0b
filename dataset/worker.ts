import {type MessagePort, parentPort, Worker} from "node:worker_threads";
import {UserError, type UserErrorData} from "../src/lib/errors.js";

type Request<Input> = {kind: "run"; call: number; input: Input} | {kind: "stop"; call: number};

type Message<Event, Result> = {call: number} & (
  | {kind: "event"; event: Event}
  | {kind: "result"; result: Result}
  | {kind: "refused"; error: UserErrorData}
);

export interface WorkerOptions<Event> {
  /** Ends the work; its reason is what the promise rejects with. */
  signal?: AbortSignal;
  onEvent?: (event: Event) => void;
}

/** A worker thread with a program of ours, which runs it on one input after the other and may keep what it made. */
export class WorkerThread<Input, Event, Result> implements Disposable {
  readonly #worker: Worker;
  #calls = 0;

  /** @param module the file that calls `serveWorker` */
  constructor(module: URL) {
    this.#worker = new Worker(new URL("./startWorker.mjs", import.meta.url), {workerData: {module: module.href}});
    // Whoever runs something listens, too: a thread that fails between two runs fails the next one.
    this.#worker.on("error", () => undefined);
  }

  /**
   * Runs begun while another one is going on wait for it.
   * @param input cloned, but for memory that is shared
   */
  async run(input: Input, {signal, onEvent}: WorkerOptions<Event> = {}): Promise<Result> {
    signal?.throwIfAborted();
    const call = ++this.#calls;
    const worker = this.#worker;
    const send = (request: Request<Input>) => worker.postMessage(request);
    const cleanUp: (() => void)[] = [];
    try {
      return await new Promise<Result>((resolve, reject) => {
        const onMessage = (message: Message<Event, Result>) => {
          if (message.call !== call) return;
          if (message.kind === "event") {
            if (!signal?.aborted) onEvent?.(message.event);
          } else if (message.kind === "result") resolve(message.result);
          else reject(UserError.fromJSON(message.error));
        };
        const onExit = () => reject(new Error("A worker thread ended early."));
        // Nobody waits for the end of what was stopped: it may be in the middle of a long step.
        const onAbort = () => {
          reject(signal?.reason);
          send({kind: "stop", call});
        };
        worker.on("message", onMessage).on("error", reject).on("exit", onExit);
        signal?.addEventListener("abort", onAbort);
        cleanUp.push(() => {
          worker.off("message", onMessage).off("error", reject).off("exit", onExit);
          signal?.removeEventListener("abort", onAbort);
        });
        if (worker.threadId < 0) onExit();
        send({kind: "run", call, input});
      });
    } finally {
      for (const end of cleanUp) end();
    }
  }

  /** Ends the thread, wherever it is. */
  [Symbol.dispose](): void {
    void this.#worker.terminate();
  }
}

/**
 * Runs a program of ours once, in a worker thread of its own, which ends with it.
 * @param module the file that calls `serveWorker`
 * @param input cloned, but for memory that is shared
 */
export async function runInWorker<Input, Event, Result>(
  module: URL,
  input: Input,
  options: WorkerOptions<Event> = {}
): Promise<Result> {
  options.signal?.throwIfAborted();
  using thread = new WorkerThread<Input, Event, Result>(module);
  return await thread.run(input, options);
}

/**
 * The worker's side: runs the program on each input, one after the other, hands its events on, and its result or the
 * mistake it found. The program may end early when its signal is aborted: nobody waits for the result any more.
 */
export function serveWorker<Input, Event, Result>(
  program: (input: Input, emit: (event: Event) => void, signal: AbortSignal) => Promise<Result>
): void {
  const port: MessagePort | null = parentPort;
  const post = (message: Message<Event, Result>) => port?.postMessage(message);
  const stops = new Map<number, AbortController>();
  const answer = async (call: number, input: Input, {signal}: AbortController) => {
    try {
      if (signal.aborted) return;
      const result = await program(input, (event) => post({kind: "event", call, event}), signal);
      post({kind: "result", call, result});
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof UserError)) throw error;
      post({kind: "refused", call, error: error.toJSON()});
    } finally {
      stops.delete(call);
    }
  };
  let last: Promise<void> = Promise.resolve();
  port?.on("message", (request: Request<Input>) => {
    if (request.kind === "stop") return stops.get(request.call)?.abort();
    const stop = new AbortController();
    stops.set(request.call, stop);
    last = last.then(() => answer(request.call, request.input, stop));
  });
}
