import type {FeatureCounts} from "../../src/lib/scoring/featureCounter.js";
import type {ScoringSession} from "../../src/lib/scoring/scoringSession.js";
import type {StagedModel} from "../../src/lib/staged/stagedModel.js";
import {InferenceWorker} from "./inferenceWorker.js";

/** Few enough that a small request does not wait long behind a large file's block. */
const rowsPerTask = 256;

interface Task {
  run(worker: InferenceWorker): Promise<void>;
  fail(error: unknown): void;
}

/**
 * A model on several threads. Blocks are cut into tasks, which the threads take in order of arrival: a large file uses
 * all threads, and a small one gets in between its tasks.
 */
export class InferencePool implements ScoringSession {
  readonly #staged: StagedModel;
  readonly #workers: Set<InferenceWorker>;
  readonly #idle: InferenceWorker[];
  readonly #tasks: Task[] = [];
  #closed = false;

  private constructor(staged: StagedModel, workers: InferenceWorker[]) {
    this.#staged = staged;
    this.#workers = new Set(workers);
    this.#idle = [...workers];
  }

  /** Resolves once every thread has loaded the model. */
  static async start(staged: StagedModel, threads: number): Promise<InferencePool> {
    const starting = Array.from({length: threads}, () => InferenceWorker.start(staged));
    const outcomes = await Promise.allSettled(starting);
    const workers = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
    const failure = outcomes.find((outcome) => outcome.status === "rejected");
    if (failure === undefined) return new InferencePool(staged, workers);
    await Promise.all(workers.map((worker) => worker.stop()));
    throw failure.reason;
  }

  /** Tasks that wait for a thread. */
  get waiting(): number {
    return this.#tasks.length;
  }

  async run(features: Float64Array, rows: number): Promise<Float32Array> {
    const width = features.length / rows;
    const probabilities = new Float32Array(rows);
    let next = 0;
    const lane = async () => {
      while (next < rows) {
        const start = next;
        const end = Math.min(rows, start + rowsPerTask);
        next = end;
        await this.#enqueue(async (worker) => {
          // A copy, as it moves to the thread.
          const scores = await worker.score(features.slice(start * width, end * width), end - start);
          probabilities.set(scores, start);
        });
      }
    };
    // No more tasks in line than there are threads: a block does not put all of its tasks before anybody else's.
    await Promise.all(Array.from(this.#workers, lane));
    return probabilities;
  }

  /** The values scored since the last call, counted in the bins of the training data; one list a thread. */
  takeFeatureCounts(): Promise<FeatureCounts[][]> {
    return Promise.all([...this.#workers].map((worker) => worker.takeCounts()));
  }

  /** Call it when nothing is being scored any more. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#workers].map((worker) => worker.stop()));
  }

  #enqueue(work: (worker: InferenceWorker) => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#tasks.push({run: (worker) => work(worker).then(resolve), fail: reject});
      this.#dispatch();
    });
  }

  #dispatch(): void {
    while (this.#tasks.length > 0) {
      const worker = this.#idle.pop();
      if (worker === undefined) return;
      const task = this.#tasks.shift();
      if (task === undefined) return;
      task
        .run(worker)
        .catch((error: unknown) => task.fail(error))
        .finally(() => void this.#release(worker));
    }
  }

  /** A thread that broke is replaced, so that one bad end does not take the service down. */
  async #release(worker: InferenceWorker): Promise<void> {
    let successor = worker;
    if (worker.broken && !this.#closed) {
      this.#workers.delete(worker);
      try {
        successor = await InferenceWorker.start(this.#staged);
      } catch (error) {
        if (this.#workers.size > 0) return;
        for (const task of this.#tasks.splice(0)) task.fail(error);
        return;
      }
      this.#workers.add(successor);
    }
    this.#idle.push(successor);
    this.#dispatch();
  }
}
