import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, test} from "vitest";
import {treeModel} from "../../../../models/catalogue/treeModel.js";
import {readRecipe, writeRecipe} from "../../../../models/sweeps/queue/recipe.js";
import {openRedis, redisUrl} from "../../../../models/sweeps/queue/redis.js";
import {type QueuedSweepOptions, runQueuedSweep} from "../../../../models/sweeps/queue/runQueuedSweep.js";
import {type ServeTrialsOptions, serveTrials} from "../../../../models/sweeps/queue/serveTrials.js";
import {failedTrials, openQueue, retryFailed} from "../../../../models/sweeps/queue/trialQueue.js";
import {readSpace} from "../../../../models/sweeps/readSpace.js";
import {runSweep} from "../../../../models/sweeps/runSweep.js";
import {trialTags} from "../../../../models/sweeps/sweepRuns.js";
import {MlrunsStore} from "../../../../models/tracking/mlruns/mlrunsStore.js";
import {directLog} from "../../../../models/tracking/runLog.js";
import {mlflowTags} from "../../../../models/tracking/runStore.js";
import {UserError} from "../../../../src/lib/errors.js";
import {describeNeeds} from "../../../needs.js";
import {freePort} from "../../tracking/mlflowServer.js";
import {sampleFile} from "../../training/sample.js";
import {RedisServer, redisProgram} from "./redisServer.js";

const {file, folds} = sampleFile();
const model = treeModel({
  name: "small",
  title: "Small",
  params: {num_iterations: 18, min_data_in_leaf: 10, max_bin: 63}
});
const space = readSpace("learning_rate: {from: 0.001, to: 0.5, scale: log}\nnum_leaves: [2, 4, 8]", model);

let folder: string;
let store: MlrunsStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "queue-"));
  store = new MlrunsStore(join(folder, "mlruns"));
});

afterEach(() => rm(folder, {recursive: true, force: true}));

/** Some work while a worker of this process takes trials, which then ends as one does that is asked to. */
async function withWorker<Result>(
  url: string,
  work: (notices: string[]) => Promise<Result>,
  options: Partial<ServeTrialsOptions> = {}
): Promise<Result> {
  using redis = await openRedis(url);
  const ending = new AbortController();
  const notices: string[] = [];
  const serving = serveTrials({
    redis,
    store,
    log: directLog(store),
    findModel: () => model,
    openFile: async () => file,
    concurrency: 2,
    stalledAfter: 5,
    signal: ending.signal,
    onNotice: (sentence) => notices.push(sentence),
    onTrial: () => undefined,
    ...options
  });
  try {
    return await work(notices);
  } finally {
    ending.abort();
    await serving;
  }
}

async function sweep(url: string, options: Partial<QueuedSweepOptions> = {}) {
  using redis = await openRedis(url);
  return await runQueuedSweep(store, model, file, folds, space, {redis, workers: 3, trials: 14, ...options});
}

const contents = (trials: readonly {runId: string}[]) => trials.map(({runId: _, ...trial}) => trial);

describeNeeds("redis-server", redisProgram !== undefined)("a queue in a real Redis", () => {
  test("has the trials of a sweep without one, each logged once, though it is emptied in between", async () => {
    await using server = await RedisServer.start();
    const {runId, trials} = await withWorker(server.url, () =>
      sweep(server.url, {
        onTrials: (known) => {
          if (known.length === 5) void server.empty();
        }
      })
    );
    const alone = await runSweep(new MlrunsStore(join(folder, "other")), model, file, folds, space, {
      workers: 3,
      trials: 14
    });
    expect(contents(trials)).toEqual(contents(alone.trials));
    const {runs} = await store.searchRuns({[mlflowTags.parentRunId]: runId});
    expect(runs.map(({tags}) => Number(tags["sweep.trial"])).sort((a, b) => a - b)).toEqual([...trials.keys()]);
    expect(runs.every(({status}) => status !== "RUNNING")).toBe(true);
    expect((await store.getRun(runId)).status).toBe("FINISHED");
    // It is extended by the store alone: the queue is new.
    await server.down();
    await server.up();
    const extended = await withWorker(server.url, () => sweep(server.url, {trials: 16}));
    expect(extended.trials.slice(0, 14)).toEqual(trials);
    expect(extended.trials).toHaveLength(16);
  });

  test("goes on when Redis was away, and both sides say so", async () => {
    await using server = await RedisServer.start();
    const notices: string[] = [];
    const onNotice = (sentence: string) => {
      notices.push(sentence);
      if (notices.length === 1) void server.up();
    };
    using redis = await openRedis(server.url, {onNotice});
    const {trials} = await withWorker(server.url, () =>
      runQueuedSweep(store, model, file, folds, space, {
        redis,
        workers: 2,
        trials: 8,
        onTrials: (known) => {
          if (known.length === 3) void server.down();
        }
      })
    );
    expect(trials.map(({number}) => number)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(notices).toEqual([
      expect.stringMatching(
        /^Redis at redis:\/\/127\.0\.0\.1:\d+ cannot be reached \(.*\)\. Trials wait until it is back\.$/
      ),
      expect.stringMatching(/^Redis at redis:\/\/127\.0\.0\.1:\d+ can be reached again\.$/)
    ]);
  });

  test("keeps trials that cannot be trained, with the reason, and tries them when the command is run again", async () => {
    await using server = await RedisServer.start();
    const broken = {
      ...model,
      withParams: () => ({
        ...model,
        train: () => Promise.reject(new UserError("training-failed", "LightGBM says no."))
      })
    };
    await withWorker(
      server.url,
      () =>
        expect(sweep(server.url)).rejects.toMatchObject({
          code: "trials-failed",
          message: expect.stringMatching(/^Trial 0 has failed, .*: LightGBM says no\./)
        }),
      {findModel: () => broken}
    );
    using redis = await openRedis(server.url);
    const queue = openQueue(redis.client);
    expect(await failedTrials(queue)).toMatchObject([{number: 0, reason: "LightGBM says no."}]);
    expect(await retryFailed(queue)).toBe(1);
    expect(await failedTrials(queue)).toEqual([]);
    await queue.close();
    const {trials} = await withWorker(server.url, () => sweep(server.url, {trials: 2}));
    expect(trials).toHaveLength(2);
  });

  test("offers trials to others where a worker has other data, and says so to both", async () => {
    await using server = await RedisServer.start();
    const told: string[] = [];
    const other = {...file, dataSource: {...file.dataSource, digest: "e".repeat(64)}};
    let data = other;
    const {trials} = await withWorker(
      server.url,
      async (notices) => {
        const onNotice = (sentence: string) => {
          told.push(sentence);
          data = file;
        };
        const ended = await sweep(server.url, {trials: 1, onNotice});
        expect(notices).toEqual(told);
        return ended;
      },
      {openFile: async () => data}
    );
    expect(told).toEqual([
      expect.stringMatching(
        /does not take trials of sweep .*: The training file has SHA-256 e+, and that of the sweep d+\.$/
      )
    ]);
    expect(trials).toHaveLength(1);
  });

  test("takes one command for a sweep, and keeps the number of workers that it has", async () => {
    await using server = await RedisServer.start();
    const {runId} = await withWorker(server.url, () => sweep(server.url, {trials: 1}));
    using redis = await openRedis(server.url);
    await redis.client.set(`transaction-report:sweep:${runId}`, JSON.stringify({pid: 1, host: "elsewhere"}));
    await expect(sweep(server.url)).rejects.toMatchObject({
      code: "sweep-going-on",
      message: `The sweep (run ${runId}) is commanded by another process, on elsewhere. Where that has gone, this can begin 30 s later.`
    });
    await expect(sweep(server.url, {workers: 5})).rejects.toMatchObject({
      code: "sweep-differs",
      message: `The sweep “small” (run ${runId}) is of another number of workers (3). Name this one with --name.`
    });
  });

  test("refuses a wrong password without telling it", async () => {
    await using server = await RedisServer.start({password: "right"});
    const wrong = server.url.replace("right", "wrong-secret");
    const error = await openRedis(wrong).catch((caught: unknown) => caught);
    expect(error).toMatchObject({code: "redis-not-authorized"});
    expect(String(error)).not.toContain("wrong-secret");
    using redis = await openRedis(server.url);
    expect(redis.address).toBe(`redis://127.0.0.1:${server.port}`);
  });
});

test("an address that is none, or where nobody is, is told without its password", async () => {
  await expect(openRedis("localhost:6379")).rejects.toMatchObject({code: "bad-redis-url"});
  await expect(openRedis("http://user:secret@host/")).rejects.toMatchObject({
    code: "bad-redis-url",
    message:
      "REDIS_URL must be an address such as redis://HOST:6379, or rediss://HOST:6379 over TLS, not “http://host/”."
  });
  const port = await freePort();
  await expect(openRedis(`redis://:secret@127.0.0.1:${port}`)).rejects.toMatchObject({
    code: "redis-unreachable",
    message: `Redis at redis://127.0.0.1:${port} cannot be reached (connection refused). Is it running? REDIS_URL says where it is.`
  });
  expect(() => redisUrl({})).toThrow("REDIS_URL is not set");
});

test("a sweep's recipe is read as it was written, with folds of any kind", async () => {
  const {runId} = await store.createRun({name: "sweep"});
  const rows = [
    {training: Uint32Array.of(0, 1, 5, 300), validation: Uint32Array.of(2, 599)},
    {training: Uint32Array.of(), validation: Uint32Array.of(7)}
  ];
  const recipe = {
    ...{name: "a", model: "b", params: "c", columns: "d", command: "e", test: "f"},
    dataSource: file.dataSource,
    folds: {...folds, rows}
  };
  await writeRecipe(store, runId, recipe);
  expect(await readRecipe(store, runId)).toEqual(recipe);
});

test("of two processes that train the same trial the first logs it", async () => {
  const {runId: sweepRunId} = await store.createRun({name: "sweep"});
  const log = directLog(store);
  const runs = await Promise.all(
    ["a", "b", "c"].map(async (name) => {
      const {runId} = await log.writer.createRun({name, tags: trialTags(sweepRunId, 4, {})});
      await log.writer.createRun({name: "fold 0", tags: {[mlflowTags.parentRunId]: runId}});
      return runId;
    })
  );
  for (const runId of runs) await log.writer.finishRun(runId, "FINISHED");
  const settled = await Promise.all(runs.map((runId) => log.settled(runId)));
  expect(settled).toEqual(runs.map((_, i) => ({runId: runs[0], isOwn: i === 0})));
  const left = (await store.searchRuns()).runs.map(({name}) => name);
  expect(left.sort()).toEqual(["a", "fold 0", "sweep"]);
});
