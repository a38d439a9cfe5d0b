import {QueueEvents} from "bullmq";
import {ConcurrencyLimit} from "../../../src/lib/concurrency.js";
import {UserError} from "../../../src/lib/errors.js";
import {isRecord, textField} from "../../../src/lib/json.js";
import {delay} from "../../../src/lib/retry.js";
import {trialParam} from "../../tracking/crossValidationRuns.js";
import {isTemporary} from "../../tracking/faults.js";
import type {RunStore} from "../../tracking/runStore.js";
import {readCountingTrial, type Trial} from "../sweepRuns.js";
import type {TrialTask} from "../trialSettings.js";
import type {RedisLink} from "./redis.js";
import {SweepMark} from "./sweepMark.js";
import {
  jobIdOf,
  numberOf,
  openQueue,
  queueName,
  queuePrefix,
  readResult,
  type TrialJob,
  type TrialQueue
} from "./trialQueue.js";

/** Milliseconds between looks at jobs, whatever events say; how many each time, and how many requests at once. */
const betweenLooks = 5_000;
const looksEachTime = 200;
const requestsAtOnce = 50;

/** Milliseconds that the end of a command waits for a Redis that is away. */
const patience = 2_000;

export interface SweepJobsOptions {
  redis: RedisLink;
  store: RunStore;
  /** What all jobs of the sweep have in common. */
  shared: Omit<TrialJob, "task">;
  signal?: AbortSignal;
  onNotice: (sentence: string) => void;
}

/** The jobs of one sweep in the queue: added, watched, made again where they got lost, and taken out. */
export class SweepJobs implements AsyncDisposable {
  readonly #options: SweepJobsOptions;
  readonly #queue: TrialQueue;
  readonly #events: QueueEvents;
  readonly #mark: SweepMark;
  /** Trials that have not ended, those that were looked at longest ago first. */
  readonly #open = new Map<number, TrialTask>();
  /** Those of them that are in the failed set, with the reason. */
  readonly #failed = new Map<number, string>();
  /** Those that have not been looked at: an earlier command may have left them failed. */
  readonly #unseen = new Set<number>();
  readonly #ended: Trial[] = [];
  readonly #told = new Set<string>();
  #wake = new AbortController();
  #lastLook = 0;

  private constructor(options: SweepJobsOptions, mark: SweepMark) {
    const {redis, shared} = options;
    this.#options = options;
    this.#mark = mark;
    this.#queue = openQueue(redis.client);
    this.#events = new QueueEvents(queueName, {connection: redis.client.duplicate(), prefix: queuePrefix});
    options.signal?.addEventListener("abort", () => this.#wake.abort());
    // The connection tells itself what keeps it from Redis.
    this.#queue.on("error", () => undefined);
    this.#events.on("error", () => undefined);
    const ofSweep = (jobId: string, act: (number: number) => void) => {
      const number = numberOf(shared.sweepRunId, jobId);
      if (number !== undefined && this.#open.has(number)) act(number);
    };
    this.#events.on("completed", ({jobId, returnvalue}) =>
      ofSweep(jobId, (number) => this.#end(number, readResult(returnvalue)))
    );
    this.#events.on("failed", ({jobId, failedReason}) => ofSweep(jobId, (number) => this.#fail(number, failedReason)));
    this.#events.on("progress", ({jobId, data}) =>
      ofSweep(jobId, () => {
        const refusal = isRecord(data) ? textField(data, "refusal") : undefined;
        if (refusal !== undefined) this.#tell(refusal);
      })
    );
  }

  /** @throws UserError sweep-going-on */
  static async open(options: SweepJobsOptions): Promise<SweepJobs> {
    const mark = await SweepMark.set(options.redis.client, options.shared.sweepRunId);
    const jobs = new SweepJobs(options, mark);
    await jobs.#events.waitUntilReady();
    return jobs;
  }

  /** Whether any has not ended, or has not been taken by `next`. */
  get isEmpty(): boolean {
    return this.#open.size + this.#ended.length === 0;
  }

  async add(tasks: readonly TrialTask[]): Promise<void> {
    for (const task of tasks) {
      this.#open.set(task.number, task);
      this.#unseen.add(task.number);
    }
    await this.#put(tasks, false);
  }

  /**
   * Waits for a trial to end; undefined if none has for a while, or until then.
   * @param until milliseconds since 1970
   * @throws UserError trials-failed where nothing is left that could end; sweep-going-on; `signal.reason` if aborted
   */
  async next(until: number): Promise<Trial | undefined> {
    if (this.#ended.length > 0) return this.#ended.shift();
    if (Date.now() - this.#lastLook >= betweenLooks) await this.#look();
    if (this.#ended.length === 0 && this.#open.size > 0 && this.#failed.size === this.#open.size)
      throw this.#describeFailed();
    this.#wake = new AbortController();
    const wait = Math.max(0, Math.min(betweenLooks, until - Date.now()));
    if (this.#ended.length === 0) await delay(wait, this.#wake.signal).catch(() => undefined);
    this.#options.signal?.throwIfAborted();
    return this.#ended.shift();
  }

  /** Takes those out of the queue that no worker has begun; those that have failed stay, to be looked at. */
  async withdraw(): Promise<void> {
    const numbers = [...this.#open.keys()].filter((number) => !this.#failed.has(number));
    await new ConcurrencyLimit(requestsAtOnce).map(numbers, async (number) => {
      // Those that are being trained are locked.
      const removed = await this.#queue.remove(jobIdOf(this.#options.shared.sweepRunId, number)).catch(() => 0);
      if (removed === 1) this.#open.delete(number);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closing = async () => {
      await this.withdraw();
      await this.#mark.remove();
      await Promise.all([this.#events.close(), this.#queue.close()]);
    };
    await Promise.race([closing().catch(() => undefined), delay(patience)]);
  }

  async #put(tasks: readonly TrialTask[], isAgain: boolean): Promise<void> {
    if (tasks.length === 0) return;
    const {shared} = this.#options;
    await this.#queue.addBulk(
      tasks.map((task) => ({
        name: "trial",
        data: {...shared, task, ...(isAgain && {isAgain})},
        opts: {jobId: jobIdOf(shared.sweepRunId, task.number)}
      }))
    );
  }

  #end(number: number, trial: Trial): void {
    if (!this.#open.delete(number)) return;
    this.#failed.delete(number);
    this.#unseen.delete(number);
    this.#ended.push(trial);
    this.#wake.abort();
  }

  #fail(number: number, reason: string): void {
    if (this.#failed.get(number) === reason) return;
    this.#failed.set(number, reason);
    this.#tell(`Trial ${number} has failed: ${reason}`);
    this.#wake.abort();
  }

  #tell(sentence: string): void {
    if (!this.#told.has(sentence)) this.#options.onNotice(sentence);
    this.#told.add(sentence);
  }

  /** Events may be missed, and jobs lost: some jobs are looked at, and all of them where Redis has lost what it had. */
  async #look(): Promise<void> {
    this.#lastLook = Date.now();
    const wasThere = await this.#mark.keep();
    const numbers = [...this.#open.keys()].slice(0, wasThere ? looksEachTime : undefined);
    const {sweepRunId} = this.#options.shared;
    const lost: TrialTask[] = [];
    await new ConcurrencyLimit(requestsAtOnce).map(numbers, async (number) => {
      const job = await this.#queue.getJob(jobIdOf(sweepRunId, number));
      const task = this.#open.get(number);
      if (task === undefined) return;
      // To the end of the line.
      this.#open.delete(number);
      this.#open.set(number, task);
      const isUnseen = this.#unseen.delete(number);
      if (job === undefined) lost.push(task);
      else if (job.finishedOn === undefined) this.#failed.delete(number);
      else if (job.failedReason === undefined) this.#end(number, readResult(job.returnvalue));
      else if (isUnseen) await job.retry("failed", {resetAttemptsMade: true});
      else this.#fail(number, job.failedReason);
    });
    if (lost.length > 0) await this.#restore(lost);
  }

  /** What a queue has lost may be in the tracking store, or is put into the queue again. */
  async #restore(lost: readonly TrialTask[]): Promise<void> {
    const {store, shared} = this.#options;
    try {
      const {params} = await store.getRun(shared.sweepRunId);
      await this.#put(
        lost.filter(({number}) => params[trialParam(number)] === undefined),
        true
      );
      for (const {number} of lost) {
        if (params[trialParam(number)] === undefined) continue;
        const trial = await readCountingTrial(store, shared.sweepRunId, number);
        if (trial !== undefined) this.#end(number, trial);
      }
    } catch (error) {
      if (!(error instanceof UserError) || !isTemporary(error)) throw error;
      // They are lost still at the next look.
      this.#tell(error.message);
    }
  }

  #describeFailed(): UserError {
    const [[number, reason] = []] = this.#failed;
    const which = this.#failed.size === 1 ? `Trial ${number} has` : `${this.#failed.size} trials have`;
    return new UserError(
      "trials-failed",
      `${which} failed, and others wait for what comes of it: ${reason} npm run worker -- --failed lists them; this command again, or npm run worker -- --retry, tries them again.`
    );
  }
}
