import {type JobsOptions, Queue} from "bullmq";
import type {Redis} from "ioredis";
import {
  parseDocument,
  readCount,
  readEntries,
  readField,
  readFlag,
  readList,
  readNumber,
  readOptional,
  readText
} from "../../../src/lib/json.js";
import type {Settings, SettingValue} from "../../../src/lib/sweeps/space.js";
import type {Trial} from "../sweepRuns.js";
import type {TrialTask} from "../trialSettings.js";

/** Keys in Redis begin with the prefix: `transaction-report:trials:wait` is the list of jobs that wait. */
export const queuePrefix = "transaction-report";
export const queueName = "trials";

/** A job is one trial. All but the task is the same for a whole sweep, and is kept with the sweep's run. */
export interface TrialJob {
  sweepRunId: string;
  /** Of the tracking store that has the sweep's run, as people know it. */
  location: string;
  /** Folders and addresses that have the data, besides those that the worker knows. */
  sources: readonly string[];
  task: TrialTask;
  /** It was in a queue that was lost: it may have been trained. */
  isAgain?: boolean;
}

export type TrialQueue = Queue<TrialJob, Trial, "trial">;

/** What is kept of trials in Redis: enough to look at. The tracking store has them all. */
const kept: JobsOptions = {
  attempts: 3,
  backoff: {type: "exponential", delay: 5_000, jitter: 0.5},
  removeOnComplete: {count: 1_000},
  removeOnFail: {count: 10_000}
};

export function openQueue(client: Redis): TrialQueue {
  return new Queue<TrialJob, Trial, "trial">(queueName, {
    connection: client,
    prefix: queuePrefix,
    defaultJobOptions: kept
  });
}

/** A trial is named by its sweep and its number: the same one is in the queue once. */
export const jobIdOf = (sweepRunId: string, number: number): string => `${sweepRunId}-${number}`;

/** The number of a trial of this sweep; undefined for jobs of others. */
export function numberOf(sweepRunId: string, jobId: string): number | undefined {
  const prefix = `${sweepRunId}-`;
  return jobId.startsWith(prefix) ? Number(jobId.slice(prefix.length)) : undefined;
}

/** @throws UserError trial-job-missing-field, trial-job-bad-field: another version of the program has put it there */
export function readJob(data: unknown): TrialJob {
  const json = parseDocument(JSON.stringify(data), {title: "The job of a trial", code: "trial-job"});
  const task = readField(json, "task", (value) => value);
  return {
    sweepRunId: readField(json, "sweepRunId", readText),
    location: readField(json, "location", readText),
    sources: readField(json, "sources", readList(readText)),
    isAgain: readField(json, "isAgain", readOptional(readFlag)),
    task: {
      number: readField(task, "number", readCount),
      settings: readSettings(readField(task, "settings", (value) => value).value),
      rungs: readField(task, "rungs", readList(readCount)),
      bars: Object.fromEntries(readField(task, "bars", readEntries(readNumber())))
    }
  };
}

/** What the job of a trial has returned. @throws UserError trial-job-missing-field, trial-job-bad-field */
export function readResult(data: unknown): Trial {
  const json = parseDocument(JSON.stringify(data ?? null), {title: "The result of a trial", code: "trial-job"});
  const number = (name: string) => readField(json, name, readOptional(readNumber()));
  return {
    number: readField(json, "number", readCount),
    settings: readSettings(readField(json, "settings", (value) => value).value),
    runId: readField(json, "runId", readText),
    rungs: Object.fromEntries(
      readField(json, "rungs", readEntries(readNumber())).map(([rung, auc]) => [Number(rung), auc])
    ),
    value: number("value"),
    prunedAt: number("prunedAt"),
    bestIteration: number("bestIteration")
  };
}

function readSettings(value: unknown): Settings {
  const isValue = (entry: unknown): entry is SettingValue => ["number", "string", "boolean"].includes(typeof entry);
  return Object.fromEntries(
    Object.entries(Object(value)).flatMap(([name, entry]) => (isValue(entry) ? [[name, entry]] : []))
  );
}

/** A trial that no worker could train, with the reason. */
export interface FailedTrial {
  sweepRunId: string;
  number: number;
  attempts: number;
  reason: string;
  settings: Settings;
}

/** The failed set, the latest first. */
export async function failedTrials(queue: TrialQueue): Promise<FailedTrial[]> {
  const jobs = await queue.getFailed();
  return jobs.flatMap(({data, attemptsMade, failedReason}) => {
    const {sweepRunId, task} = readJob(data);
    return {sweepRunId, number: task.number, attempts: attemptsMade, reason: failedReason, settings: task.settings};
  });
}

/** Puts failed trials back among those that wait, and returns how many. */
export async function retryFailed(queue: TrialQueue): Promise<number> {
  const jobs = await queue.getFailed();
  for (const job of jobs) await job.retry("failed", {resetAttemptsMade: true});
  return jobs.length;
}
