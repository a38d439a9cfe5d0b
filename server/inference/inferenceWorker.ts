import {Worker} from "node:worker_threads";
import type {FeatureCounts} from "../../src/lib/scoring/featureCounter.js";
import type {StagedModel} from "../../src/lib/staged/stagedModel.js";
import type {ThreadAnswer, ThreadData, ThreadRequest} from "./messages.js";

interface Pending {
  resolve(answer: ThreadAnswer): void;
  reject(error: Error): void;
}

/** One thread with the model loaded, as seen from the thread that serves. */
export class InferenceWorker {
  readonly #worker: Worker;
  /** Requests without their answer yet; a thread answers in order. */
  readonly #pending: Pending[] = [];
  #broken: Error | undefined;

  private constructor(data: ThreadData) {
    this.#worker = new Worker(new URL("./startInferenceThread.mjs", import.meta.url), {
      workerData: data
    });
    this.#worker.on("message", (answer: ThreadAnswer) => this.#pending.shift()?.resolve(answer));
    this.#worker.on("error", (error) => this.#break(error));
    this.#worker.on("exit", () => this.#break(new Error("The scoring thread ended.")));
  }

  /** Resolves once the model is loaded. */
  static async start({model, manifest: {histograms}}: StagedModel): Promise<InferenceWorker> {
    const worker = new InferenceWorker({model, histograms});
    await worker.#next();
    return worker;
  }

  get broken(): boolean {
    return this.#broken !== undefined;
  }

  /** @param features moves to the thread; do not use it afterwards */
  async score(features: Float64Array<ArrayBuffer>, rows: number): Promise<Float32Array> {
    const answer = await this.#ask({kind: "score", features, rows}, [features.buffer]);
    if (answer.kind !== "scores") throw unexpected(answer);
    return answer.probabilities;
  }

  async takeCounts(): Promise<FeatureCounts[]> {
    const answer = await this.#ask({kind: "takeCounts"});
    if (answer.kind !== "counts") throw unexpected(answer);
    return answer.featureCounts;
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #ask(request: ThreadRequest, transfer: ArrayBuffer[] = []): Promise<ThreadAnswer> {
    if (this.#broken) return Promise.reject(this.#broken);
    const answer = this.#next();
    this.#worker.postMessage(request, transfer);
    return answer;
  }

  #next(): Promise<ThreadAnswer> {
    return new Promise((resolve, reject) => this.#pending.push({resolve, reject}));
  }

  #break(error: Error): void {
    this.#broken ??= error;
    for (const {reject} of this.#pending.splice(0)) reject(this.#broken);
  }
}

function unexpected(answer: ThreadAnswer): Error {
  return new Error(answer.kind === "failed" ? answer.message : `The scoring thread answered with ${answer.kind}.`);
}
