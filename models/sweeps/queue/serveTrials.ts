import {once} from "node:events";
import {availableParallelism, hostname} from "node:os";
import process from "node:process";
import {DelayedError, type Job, UnrecoverableError, Worker} from "bullmq";
import {UserError} from "../../../src/lib/errors.js";
import {KeptThread} from "../keptThread.js";
import {runTrial} from "../runTrial.js";
import {readCountingTrial, type Trial} from "../sweepRuns.js";
import type {RedisLink} from "./redis.js";
import {type SweepContextOptions, SweepContexts} from "./sweepContexts.js";
import {queueName, queuePrefix, readJob, type TrialJob} from "./trialQueue.js";

/** Milliseconds until a trial that a worker does not take is offered again, to any worker. */
const betweenOffers = 5_000;
/** Workers that may be killed in the middle of one trial, before it counts as failed: it may be what kills them. */
const mostStalls = 10;

export interface ServeTrialsOptions extends SweepContextOptions {
  redis: RedisLink;
  /** Trials at a time. */
  concurrency: number;
  /** Seconds without a sign of a worker after which its trials go to others. */
  stalledAfter: number;
  /** No trial is begun after it is aborted; those that are going on come to their end. */
  signal: AbortSignal;
  onNotice: (sentence: string) => void;
  onTrial: (sweep: string, trial: Trial) => void;
}

/**
 * Takes trials from the queue and trains them, until the signal is aborted. What goes wrong with a trial is the queue's
 * to keep: what may pass is tried again, later and later; what cannot be trained goes to the failed ones.
 */
export async function serveTrials(options: ServeTrialsOptions): Promise<void> {
  const {redis, store, log, concurrency, stalledAfter, signal, onNotice, onTrial} = options;
  const contexts = new SweepContexts(options);
  const refusals = new Set<string>();
  const spare: KeptThread[] = [];
  const threads = Math.max(1, Math.floor(availableParallelism() / concurrency));

  const handBack = async (job: Job<TrialJob, Trial, "trial">, token: string, {message}: UserError): Promise<never> => {
    const refusal = `The worker ${workerName} does not take trials of sweep ${job.data.sweepRunId}: ${message}`;
    if (!refusals.has(refusal)) onNotice(refusal);
    refusals.add(refusal);
    // Another worker may have what is missing here.
    await job.updateProgress({refusal});
    await job.moveToDelayed(Date.now() + betweenOffers, token);
    throw new DelayedError();
  };

  const work = async (job: Job<TrialJob, Trial, "trial">, token = ""): Promise<Trial> => {
    const given = readJob(job.data);
    const {sweepRunId, task, isAgain} = given;
    // Whoever had it before may have logged it.
    if (job.attemptsStarted > 1 || isAgain) {
      const known = await readCountingTrial(store, sweepRunId, task.number).catch(() => undefined);
      if (known !== undefined) return known;
    }
    const context = await contexts.open(given).catch((error: unknown) => {
      if (error instanceof UserError) return handBack(job, token, error);
      throw error;
    });
    const kept = spare.pop() ?? new KeptThread();
    try {
      const trial = await runTrial({...context, thread: kept.threadFor(context.model), threads}, task);
      const {runId, isOwn} = await log.settled(trial.runId);
      const counting = isOwn ? undefined : await readCountingTrial(store, sweepRunId, trial.number);
      const ended = counting ?? {...trial, runId};
      onTrial(context.name, ended);
      return ended;
    } catch (error) {
      throw isFinal(error) ? new UnrecoverableError(error.message) : error;
    } finally {
      spare.push(kept);
    }
  };

  const worker = new Worker<TrialJob, Trial, "trial">(queueName, work, {
    connection: redis.client,
    prefix: queuePrefix,
    name: workerName,
    concurrency,
    lockDuration: stalledAfter * 1000,
    stalledInterval: stalledAfter * 1000,
    maxStalledCount: mostStalls
  });
  // What keeps it from Redis is told by the connection; what was asked waits.
  worker.on("error", () => undefined);
  worker.on("failed", (job, {message}) => {
    if (job === undefined) return;
    const attempt = `attempt ${job.attemptsMade} of ${job.opts.attempts ?? 1}`;
    onNotice(`Trial ${job.data.task.number} has failed (${attempt}): ${message}`);
  });
  try {
    if (!signal.aborted) await once(signal, "abort");
    await worker.close();
  } finally {
    for (const kept of spare) kept[Symbol.dispose]();
  }
}

const workerName = `${hostname()}:${process.pid}`;

/** What would be the same at every try. */
function isFinal(error: unknown): error is UserError {
  const codes = ["training-failed", "bad-setting", "unknown-parameter", "unknown-feature", "trial-refused"];
  return error instanceof UserError && codes.includes(error.code);
}
