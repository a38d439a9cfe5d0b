import {mkdtempSync, statSync} from "node:fs";
import {rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {onTestFinished} from "vitest";
import type {KaggleApi} from "../../../data-loaders/kaggle/api.js";
import {connect} from "../../../data-loaders/kaggle/connect.js";
import type {DownloadOptions} from "../../../data-loaders/kaggle/download.js";
import {UserError} from "../../../src/lib/errors.js";
import {RandomSource} from "../../../src/lib/random.js";
import type {Fault} from "../../fixtures/kaggle/httpServer.js";
import {StandInKaggle} from "../../fixtures/kaggle/standInKaggle.js";

/** Tries often enough for any test, and waits for nothing. */
export const hasty = {tries: 4, firstDelay: 1, longestDelay: 2, longestRetryAfter: 5_000};

/** A new directory that is gone after the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "kaggle-"));
  onTestFinished(() => rm(directory, {recursive: true, force: true}));
  return directory;
}

export async function startKaggle(): Promise<StandInKaggle> {
  const kaggle = await StandInKaggle.start();
  onTestFinished(() => kaggle[Symbol.asyncDispose]());
  return kaggle;
}

/** A client of the stand-in; nothing of this computer's own credentials is read. */
export async function connectTo(
  kaggle: StandInKaggle,
  {env = kaggle.env, ...options}: {env?: Record<string, string>} & DownloadOptions = {}
): Promise<KaggleApi> {
  return connect({env, home: "/nowhere", project: "/nowhere", policy: hasty, ...options});
}

/** The user error that a promise must end with. */
export async function userError(promise: Promise<unknown>): Promise<UserError> {
  const error: unknown = await promise.then(
    (value) => new Error(`Nothing was thrown; the answer is ${JSON.stringify(value)}.`),
    (reason) => reason
  );
  if (error instanceof UserError) return error;
  throw error;
}

/** A connection that ends when exactly so many bytes of the target's part are on the disk. */
export function cutAt(target: string, at: number): Fault {
  const size = () => statSync(`${target}.partial`, {throwIfNoEntry: false})?.size ?? 0;
  return {kind: "cut", at, arrived: () => size() >= at};
}

/** Text in the shape of the competition's files. Its bytes hardly repeat. */
export function csv(rows: number, seed: number, columns = ["ID_code", "target", "var_0", "var_1"]): Uint8Array {
  const random = new RandomSource(seed);
  const lines = [columns.join(",")];
  for (let row = 0; row < rows; ++row) {
    const cells = columns
      .slice(1)
      .map((name) => (name === "target" ? random.integer(2) : (random.uniform() * 40).toFixed(4)));
    lines.push([`row_${row}`, ...cells].join(","));
  }
  return new TextEncoder().encode(`${lines.join("\n")}\n`);
}

export function competitionFiles(rows = 400, seed = 1): Record<string, Uint8Array> {
  return {
    "sample_submission.csv": csv(rows, seed, ["ID_code", "target"]),
    "test.csv": csv(rows, seed + 1, ["ID_code", "var_0", "var_1"]),
    "train.csv": csv(rows, seed + 2)
  };
}
