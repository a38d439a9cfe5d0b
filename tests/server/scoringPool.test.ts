import {once} from "node:events";
import process from "node:process";
import type {Worker} from "node:worker_threads";
import {afterAll, beforeAll, beforeEach, describe, expect, it} from "vitest";
import {ScoringPool} from "../../server/scoring/scoringPool.js";
import {RandomSource} from "../../src/lib/random.js";
import {openStagedModel, type StagedModel} from "../../src/lib/staged/stagedModel.js";
import {csvRows, fileForm} from "./csvRows.js";
import {wideFeatures, wideModel} from "./stagedDirectory.js";
import {startTestServer} from "./testServer.js";

/** The threads of this process that live; a pool replaces what a test kills. */
const threads = new Set<Worker>();
const note = (thread: Worker) => {
  threads.add(thread);
  thread.once("exit", () => threads.delete(thread));
};
beforeAll(() => void process.on("worker", note));
afterAll(() => void process.off("worker", note));
beforeEach(() => threads.clear());

/** Wherever the thread is, in the middle of a task or between two. */
const kill = (thread: Worker) => thread.terminate();
/** Resolves when the threads that there are now have ended. */
const killAll = () => Promise.all(Array.from(threads, kill));

function features(rows: number): Float64Array {
  const random = new RandomSource(rows);
  return Float64Array.from({length: rows * wideFeatures.length}, () => random.uniform() * 40 - 20);
}

/** Keeps a pool's threads in the middle of tasks for a while. @throws what the first task that failed did */
async function scoreMuch(pool: ScoringPool): Promise<void> {
  const rows = features(20_000);
  const outcomes = await Promise.allSettled(Array.from({length: 20}, () => pool.run(rows, 20_000)));
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
}

/** How many rows a pool has counted since the last call; every feature has as many. */
function rowsOf(pool: ScoringPool): number {
  const rows = pool.takeFeatureCounts().map(({counts, missing}) => counts.reduce((sum, count) => sum + count, missing));
  expect(new Set(rows).size).toBe(1);
  return rows[0];
}

describe("a pool whose threads are killed", () => {
  let staged: StagedModel;
  beforeAll(async () => {
    staged = openStagedModel(wideModel());
  });

  it("rejects what was being scored, and scores what comes later as before", async () => {
    const pool = await ScoringPool.start(staged, 2);
    expect(threads.size).toBe(2);
    const expected = await pool.run(features(600), 600);
    for (let round = 0; round < 3; round++) {
      const interrupted = expect(scoreMuch(pool)).rejects.toThrow(/exited/);
      await killAll();
      await interrupted;
      expect(await pool.run(features(600), 600)).toEqual(expected);
    }
    await pool.close();
  });

  it("finishes what is in its queue even where replacements die while they start", async () => {
    const pool = await ScoringPool.start(staged, 1);
    const expected = await pool.run(features(2000), 2000);
    const runs = Promise.allSettled(Array.from({length: 100}, () => pool.run(features(2000), 2000)));
    for (let round = 0; round < 3; round++) {
      const replaced = once(process, "worker");
      await killAll();
      await replaced;
    }
    const scored = (await runs).flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
    expect(scored.length).toBeGreaterThan(90);
    for (const scores of scored) expect(scores).toEqual(expected);
    expect(await pool.run(features(2000), 2000)).toEqual(expected);
    await pool.close();
  });

  it("keeps the counts for drift", async () => {
    const pool = await ScoringPool.start(staged, 2);
    await pool.run(features(1000), 1000);
    const killed = killAll();
    await expect(scoreMuch(pool)).rejects.toThrow(/exited/);
    await killed;
    const before = rowsOf(pool);
    expect(before).toBeGreaterThanOrEqual(1000);
    await pool.run(features(500), 500);
    expect(rowsOf(pool)).toBe(500);
    expect(rowsOf(pool)).toBe(0);
    await pool.close();
  });
});

it("scores a few rows without its threads, counts them, and finds the same", async () => {
  const pool = await ScoringPool.start(openStagedModel(wideModel()), 1);
  const many = features(2000);
  const expected = await pool.run(many, 2000);
  pool.takeFeatureCounts();
  // The only thread is at work for a while.
  const others = Array.from({length: 20}, () => pool.run(many, 2000));
  let ended = 0;
  for (const other of others) other.then(() => ended++);
  const few = await pool.run(many.slice(0, 2 * wideFeatures.length), 2);
  expect(ended).toBe(0);
  expect(few).toEqual(expected.slice(0, 2));
  await Promise.all(others);
  expect(rowsOf(pool)).toBe(20 * 2000 + 2);
  await pool.close();
});

it("does not start with a model that the engine cannot load", async () => {
  const staged = openStagedModel(wideModel());
  const model = {...staged.model, content: staged.model.content.slice(0, 500)};
  await expect(ScoringPool.start({...staged, model}, 2)).rejects.toMatchObject({code: "staged-damaged-model"});
});

it("a server whose threads are killed under load answers right scores or an error", async () => {
  const server = await startTestServer({SCORING_THREADS: "2"});
  const files = [1, 300, 3000].map(csvRows);
  const upload = (csv: string) =>
    fetch(`${server.uploadAddress}?probability=true`, {method: "POST", body: fileForm(csv)});
  const expected = await Promise.all(files.map(async (csv) => (await upload(csv)).text()));

  const statuses: number[] = [];
  let ending = false;
  const client = async (file: number) => {
    while (!ending) {
      const response = await upload(files[file]);
      statuses.push(response.status);
      if (response.status === 200) expect((await response.text()) === expected[file]).toBe(true);
      else expect(await response.json()).toMatchObject({code: "internal-error"});
    }
  };
  const clients = [0, 0, 1, 1, 2, 2].map(client);
  const random = new RandomSource(1);
  for (let round = 0; round < 12; round++) {
    const before = statuses.length;
    const alive = [...threads];
    // One of them or, every other time, all.
    void Promise.all((round % 2 === 0 ? [alive[random.integer(alive.length)]] : alive).map(kill));
    await expect.poll(() => statuses.length, {timeout: 30_000, interval: 5}).toBeGreaterThan(before + 8);
  }
  ending = true;
  await Promise.all(clients);
  expect(new Set(statuses)).toEqual(new Set([200, 500]));
  for (const [index, csv] of files.entries()) expect(await (await upload(csv)).text()).toBe(expected[index]);
  await server.close();
});
