import process from "node:process";
import {openRedis, type RedisLink} from "../models/sweeps/queue/redis.js";
import {runQueuedSweep} from "../models/sweeps/queue/runQueuedSweep.js";
import {serveTrials} from "../models/sweeps/queue/serveTrials.js";
import {directLog} from "../models/tracking/runLog.js";
import type {CatalogueModel} from "../models/training/model.js";
import type {TrainingFile} from "../models/training/trackCrossValidation.js";
import type {FoldModel} from "../models/training/trainedModel.js";
import {RedisServer, redisProgram, redisVersion} from "../tests/models/sweeps/queue/redisServer.js";
import {MemoryStore} from "./support/memoryStore.js";

/**
 * Trials of a model that does nothing, all of them in the queue at once: what the queue itself, its command and its
 * worker take for each, in one process, with runs logged to memory. `bench/queue.ts TRIALS` takes another number.
 */
const [given = 10_000] = process.argv.slice(2);
const trials = Number(given);

const rows = 20;
const folds = {folds: 2, assignments: Uint8Array.from({length: rows}, (_, row) => row % 2)};
const file: TrainingFile = {
  data: {
    ids: Array.from({length: rows}, (_, row) => `train_${row}`),
    target: Uint8Array.from({length: rows}, (_, row) => (row >> 1) % 2),
    featureNames: ["var_0"],
    columns: [Float64Array.from({length: rows}, (_, row) => row)]
  },
  idColumn: "ID_code",
  targetColumn: "target",
  dataSource: {kind: "demo", trainRows: rows, testRows: 0, digest: "0".repeat(64)}
};

const model: CatalogueModel = {
  name: "no-op",
  title: "Nothing",
  form: "linear",
  params: {},
  categories: "codes",
  progress: {unit: "steps", steps: 1},
  withParams: () => model,
  async train() {
    const now = Date.now();
    const models = Array.from(
      {length: folds.folds},
      (_, fold): FoldModel => ({
        ...{fold, text: "", trainingRows: rows / 2, validationRows: rows / 2, startTime: now, endTime: now},
        probabilities: new Float64Array(rows / 2).fill(0.5),
        importance: {gain: [0], split: [0]}
      })
    );
    const outOfFold = new Float64Array(rows).fill(0.5);
    return {folds: models, stages: {}, outOfFold, threshold: 0.5, metrics: models.map(() => ({auc: 0.5}))};
  }
};

if (redisProgram === undefined) throw new Error("There is no redis-server here: apt-get install redis-server");
await using server = await RedisServer.start();
using redis = await openRedis(server.url);
const store = new MemoryStore();
const ending = new AbortController();
const serving = serveTrials({
  redis,
  store,
  log: directLog(store),
  findModel: () => model,
  openFile: async () => file,
  concurrency: 4,
  stalledAfter: 30,
  signal: ending.signal,
  onNotice: print,
  onTrial: () => ends.push(performance.now())
});
const before = await commandsOf(redis);
const ends: number[] = [];
let peak = 0;
const start = performance.now();
await runQueuedSweep(store, model, file, folds, [{name: "x", from: 0, to: 1, scale: "linear"}], {
  redis,
  workers: trials,
  trials,
  onTrials(known) {
    if (known.length % 1000 === 2) void memoryOf(redis).then((bytes) => (peak = Math.max(peak, bytes)));
  }
});
const seconds = (performance.now() - start) / 1000;
const commands = (await commandsOf(redis)) - before;
ending.abort();
await serving;

// Of the worker. The first trial is alone; those of the first thousand end while others are still being added.
const many = Math.min(1000, Math.floor(trials / 2));
const milliseconds = (from: number, to: number) => ((ends[to - 1] ?? 0) - (ends[from] ?? 0)) / (to - from - 1);
const [first, last] = [milliseconds(1, 1 + many), milliseconds(trials - many, trials)];
print(`${trials} trials of a model that does nothing, Redis ${redisVersion()}: ${seconds.toFixed(1)} s`);
print(`${((seconds * 1000) / trials).toFixed(2)} ms a trial, ${(commands / trials).toFixed(1)} commands of Redis`);
print(
  `first ${many}: ${first.toFixed(2)} ms a trial, last ${many}: ${last.toFixed(2)} ms; ratio ${(last / first).toFixed(2)}`
);
print(`memory of Redis: at most ${(peak / 1e6).toFixed(1)} MB`);

async function commandsOf({client}: RedisLink): Promise<number> {
  return Number(/total_commands_processed:(\d+)/.exec(await client.info("stats"))?.[1]);
}

async function memoryOf({client}: RedisLink): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(await client.info("memory"))?.[1]);
}

function print(line: string): void {
  process.stdout.write(`  ${line}\n`);
}
