import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import process from "node:process";
import {openRedis, type RedisLink} from "../models/sweeps/queue/redis.js";
import {runQueuedSweep} from "../models/sweeps/queue/runQueuedSweep.js";
import {serveTrials} from "../models/sweeps/queue/serveTrials.js";
import {runTrial} from "../models/sweeps/runTrial.js";
import {openRunLog} from "../models/tracking/openRunLog.js";
import {directLog} from "../models/tracking/runLog.js";
import {MlflowServerStore} from "../models/tracking/server/mlflowServerStore.js";
import {RedisServer, redisProgram, redisVersion} from "../tests/models/sweeps/queue/redisServer.js";
import {FaultyProxy} from "../tests/models/tracking/faultyProxy.js";
import {MlflowServer} from "../tests/models/tracking/mlflowServer.js";
import {Postgres, postgresPrograms} from "../tests/models/tracking/postgres.js";
import {python} from "../tests/python.js";
import {file, folds, idleModel} from "./support/idleModel.js";
import {MemoryStore} from "./support/memoryStore.js";

/**
 * Trials of a model that does nothing, all of them in the queue at once: what the queue itself, its command and its
 * worker take for each, in one process, with runs logged to memory. Then what a trial takes of an MLflow server on
 * PostgreSQL, where there are both. `bench/queue.ts TRIALS` takes another number.
 */
const [given = 10_000] = process.argv.slice(2);
const trials = Number(given);
if (redisProgram === undefined) throw new Error("There is no redis-server here: apt-get install redis-server");
await measureQueue();
if (python !== undefined && postgresPrograms !== undefined) await measureTracking();
else print("No MLflow on PostgreSQL here: npm run stress installs them.");

async function measureQueue(): Promise<void> {
  await using server = await RedisServer.start();
  using redis = await openRedis(server.url);
  const store = new MemoryStore();
  const ending = new AbortController();
  const serving = serveTrials({
    redis,
    store,
    log: directLog(store),
    findModel: () => idleModel,
    openFile: async () => file,
    concurrency: 4,
    stalledAfter: 30,
    signal: ending.signal,
    onNotice: print,
    onTrial: () => ends.push(processorMilliseconds())
  });
  const before = await commandsOf(redis);
  // Of the processor by this process: what others do on the machine does not count.
  const ends: number[] = [];
  let peak = 0;
  const start = performance.now();
  const usedBefore = processorMilliseconds();
  await runQueuedSweep(store, idleModel, file, folds, [{name: "x", from: 0, to: 1, scale: "linear"}], {
    redis,
    workers: trials,
    trials,
    onTrials(known) {
      if (known.length % 1000 === 2) void memoryOf(redis).then((bytes) => (peak = Math.max(peak, bytes)));
    }
  });
  const seconds = (performance.now() - start) / 1000;
  const used = processorMilliseconds() - usedBefore;
  const commands = (await commandsOf(redis)) - before;
  ending.abort();
  await serving;

  // Of the worker. The first trial is alone; those of the first thousand end while others are still being added.
  const many = Math.min(1000, Math.floor(trials / 2));
  const milliseconds = (from: number, to: number) => ((ends[to - 1] ?? 0) - (ends[from] ?? 0)) / (to - from - 1);
  const [first, last] = [milliseconds(1, 1 + many), milliseconds(trials - many, trials)];
  print(`${trials} trials of a model that does nothing, Redis ${redisVersion()}: ${seconds.toFixed(1)} s`);
  print(
    `${((seconds * 1000) / trials).toFixed(2)} ms a trial, of which ${(used / trials).toFixed(2)} ms are this processor's; ${(commands / trials).toFixed(1)} commands of Redis`
  );
  print(
    `processor time: first ${many} ${first.toFixed(2)} ms a trial, last ${many} ${last.toFixed(2)} ms; ratio ${(last / first).toFixed(2)}`
  );
  print(`memory of Redis: at most ${(peak / 1e6).toFixed(1)} MB`);
}

/** Trials of five folds with curves, from workers that each have an outbox of their own, to one server. */
async function measureTracking(): Promise<void> {
  await using postgres = await Postgres.start();
  await using server = await MlflowServer.start(postgres.uri);
  await using proxy = await FaultyProxy.start(server.address, {seed: 1, shares: {}});
  const env = {MLFLOW_TRACKING_URI: proxy.address};
  const store = new MlflowServerStore(proxy.address);
  const {runId: sweepRunId} = await store.createRun({name: "sweep"});
  let number = 0;
  for (const workers of [1, 8]) {
    const folder = await mkdtemp(join(tmpdir(), "bench-queue-"));
    const each = 24 / workers;
    const before = proxy.requests;
    const start = performance.now();
    const work = async (worker: number) => {
      const log = await openRunLog({env, outbox: join(folder, String(worker))});
      for (let i = 0; i < each; ++i) {
        const context = {log, model: idleModel, sweepRunId, name: "bench", file, folds, command: ""};
        const trial = await runTrial(context, {number: ++number, settings: {}, rungs: [], bars: {}});
        await log.settled(trial.runId);
      }
      await log.close();
    };
    await Promise.all(Array.from({length: workers}, (_, worker) => work(worker)));
    const seconds = (performance.now() - start) / 1000;
    const requests = (proxy.requests - before) / 24;
    print(
      `MLflow on PostgreSQL, one process of it, ${workers} ${workers === 1 ? "worker" : "workers"}: ${requests.toFixed(0)} requests a trial, ${(24 / seconds).toFixed(2)} trials a second, ${((requests * 24) / seconds).toFixed(0)} requests a second`
    );
    await rm(folder, {recursive: true, force: true});
  }
}

function processorMilliseconds(): number {
  const {user, system} = process.cpuUsage();
  return (user + system) / 1000;
}

async function commandsOf({client}: RedisLink): Promise<number> {
  return Number(/total_commands_processed:(\d+)/.exec(await client.info("stats"))?.[1]);
}

async function memoryOf({client}: RedisLink): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(await client.info("memory"))?.[1]);
}

function print(line: string): void {
  process.stdout.write(`  ${line}\n`);
}
