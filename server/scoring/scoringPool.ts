import {Piscina} from "piscina";
import {UserError} from "../../src/lib/errors.js";
import type {FeatureCounts} from "../../src/lib/scoring/featureCounter.js";
import type {ScoringSession} from "../../src/lib/scoring/scoringSession.js";
import type {StagedModel} from "../../src/lib/staged/stagedModel.js";
import {LocalScorer} from "./localScorer.js";
import type {ScoringResult, ScoringTask, ThreadData} from "./scoringThread.js";
import {SharedFeatureCounts} from "./sharedFeatureCounts.js";

/** Few enough that a small request does not wait long behind a large file's block; trees may take more in a while. */
const rowsPerTask = {fewest: 256, most: 1024};
/** How long, in milliseconds, a task of more than the fewest rows may take. */
const taskTime = 4;
/** For so long, in milliseconds, the thread that serves may score by itself: a hop to another one takes as long. */
const hopTime = 0.5;

/**
 * A model on several threads. Blocks are cut into tasks, which the threads take in order of arrival: a large file uses
 * all threads, and a small one gets in between its tasks. A thread that ends fails its task and is replaced. A few rows
 * are scored by the thread that serves.
 */
export class ScoringPool implements ScoringSession {
  readonly #pool: Piscina<ScoringTask, ScoringResult>;
  readonly #counts: SharedFeatureCounts;
  readonly #threads: number;
  /** Tasks without their result yet. */
  readonly #tasks = new Set<Promise<unknown>>();
  #local: LocalScorer | undefined;
  #rowsPerTask = rowsPerTask.fewest;
  #closed = false;

  private constructor({model, manifest: {features, histograms}, pipelines}: StagedModel, threads: number) {
    this.#threads = threads;
    this.#counts = new SharedFeatureCounts(histograms);
    const workerData: ThreadData = {
      model,
      input: {features, pipelines},
      histograms,
      counts: this.#counts.memory
    };
    this.#pool = new Piscina<ScoringTask, ScoringResult>({
      filename: new URL("./startScoringThread.mjs", import.meta.url).href,
      minThreads: threads,
      maxThreads: threads,
      // Otherwise a task that finds no thread goes to the end of the queue once more.
      stricterFIFO: true,
      workerData
    });
    // A thread that fails between tasks fails none; without a listener it would end the process.
    this.#pool.on("error", () => {});
    this.#pool.on("workerDestroy", () => setImmediate(() => this.#ensureThread()));
  }

  /**
   * Resolves once every thread has loaded the model.
   * @throws what a thread failed with
   */
  static async start(staged: StagedModel, threads: number): Promise<ScoringPool> {
    const pool = new ScoringPool(staged, threads);
    try {
      await Promise.all(Array.from({length: threads}, () => pool.#start()));
      pool.#local = await LocalScorer.open(staged);
      const rows = Math.floor(taskTime * (pool.#local?.rowsPerMillisecond ?? 0));
      pool.#rowsPerTask = Math.min(rowsPerTask.most, Math.max(rowsPerTask.fewest, rows));
      return pool;
    } catch (error) {
      await pool.close();
      throw error;
    }
  }

  /** Tasks that wait for a thread. */
  get queued(): number {
    return this.#pool.queueSize;
  }

  /** @throws {UserError} `score-not-finite`; another error where a thread ended in the middle */
  async run(features: Float64Array, rows: number): Promise<Float32Array> {
    const local = this.#local;
    if (local !== undefined && rows <= hopTime * local.rowsPerMillisecond) return local.run(features, rows);
    const width = features.length / rows;
    const probabilities = new Float32Array(rows);
    let next = 0;
    const lane = async () => {
      while (next < rows) {
        const start = next;
        const end = Math.min(rows, start + this.#rowsPerTask);
        next = end;
        probabilities.set(await this.#score(features.slice(start * width, end * width), end - start), start);
      }
    };
    // No more tasks in the queue than there are threads: a block does not put all of its tasks before anybody else's.
    await Promise.all(Array.from({length: this.#threads}, lane));
    return probabilities;
  }

  /** The values scored since the last call, counted in the bins of the training data. */
  takeFeatureCounts(): FeatureCounts[] {
    if (this.#local !== undefined) this.#counts.moveFrom(this.#local.counter.counts);
    return this.#counts.take();
  }

  /** Scores what it has been given, then ends the threads. */
  async close(): Promise<void> {
    this.#closed = true;
    while (this.#tasks.size > 0) await Promise.allSettled(this.#tasks);
    await this.#pool.destroy();
  }

  #start(): Promise<unknown> {
    return this.#score(new Float64Array(), 0);
  }

  async #score(features: Float64Array<ArrayBuffer>, rows: number): Promise<Float32Array> {
    const task = this.#pool.run({features, rows}, {transferList: [features.buffer]});
    this.#tasks.add(task);
    const result = await task.finally(() => this.#tasks.delete(task));
    if ("error" in result) throw UserError.fromJSON(result.error);
    if (result.length !== rows) throw new Error(`A scoring thread gave ${result.length} scores for ${rows} rows.`);
    return result;
  }

  /**
   * Once a thread has died while it started, piscina replaces none until there is a task; tasks that are in the queue
   * already would wait for ever.
   */
  #ensureThread(): void {
    if (this.#closed || this.#pool.threads.length >= this.#threads) return;
    this.#start().catch(() => {});
  }
}
