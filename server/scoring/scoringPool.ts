import {Piscina} from "piscina";
import {openNodeSession} from "../../models/staging/nodeSession.js";
import {UserError} from "../../src/lib/errors.js";
import {FeatureCounter, type FeatureCounts} from "../../src/lib/scoring/featureCounter.js";
import type {ScoringSession} from "../../src/lib/scoring/scoringSession.js";
import type {StagedModel} from "../../src/lib/staged/stagedModel.js";
import type {ScoringResult, ScoringTask, ThreadData} from "./scoringThread.js";
import {SharedFeatureCounts} from "./sharedFeatureCounts.js";

/** Few enough that a small request does not wait long behind a large file's block. */
const rowsPerTask = 256;

/** So long, in milliseconds, the thread that serves may score by itself: a hop to another one costs as much. */
const shortWork = 0.5;
/** And no more rows than that. */
const mostRowsAtOnce = 64;

/** The model in the thread that serves, for a few rows. */
interface Here {
  session: ScoringSession;
  counter: FeatureCounter;
  mostRows: number;
}

/**
 * A model on several threads. A few rows are scored at once where they are. Larger blocks are cut into tasks, which the threads take in order of arrival: a large file uses
 * all threads, and a small one gets in between its tasks. A thread that ends fails its task and is replaced.
 */
export class ScoringPool implements ScoringSession {
  readonly #pool: Piscina<ScoringTask, ScoringResult>;
  readonly #counts: SharedFeatureCounts;
  readonly #threads: number;
  /** Tasks without their result yet. */
  readonly #tasks = new Set<Promise<unknown>>();
  #here: Here | undefined;
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
      pool.#here = await openHere(staged);
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
    if (this.#here !== undefined && rows <= this.#here.mostRows) {
      this.#here.counter.add(features);
      return this.#here.session.run(features, rows);
    }
    const width = features.length / rows;
    const probabilities = new Float32Array(rows);
    let next = 0;
    const lane = async () => {
      while (next < rows) {
        const start = next;
        const end = Math.min(rows, start + rowsPerTask);
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
    if (this.#here !== undefined) this.#counts.moveFrom(this.#here.counter.counts);
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

/** Compiled trees alone: they take little memory and are the quicker, the fewer rows there are. */
async function openHere({model, manifest: {features, histograms}, pipelines}: StagedModel): Promise<Here | undefined> {
  if (model.engine !== "scorer") return undefined;
  const session = await openNodeSession(model, {features, pipelines});
  const rows = new Float64Array(mostRowsAtOnce * features.length);
  let fastest = Number.POSITIVE_INFINITY;
  // The first rounds are the compilers'.
  for (let round = 0; round < 10; round++) {
    const start = performance.now();
    await session.run(rows, mostRowsAtOnce);
    fastest = Math.min(fastest, performance.now() - start);
  }
  const mostRows = Math.min(mostRowsAtOnce, Math.floor((mostRowsAtOnce * shortWork) / fastest));
  return {session, counter: new FeatureCounter(histograms), mostRows};
}
