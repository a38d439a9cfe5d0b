import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {appendFileSync, openSync} from "node:fs";
import {mkdir, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {createServer} from "node:http";
import {tmpdir} from "node:os";
import {join} from "node:path";
import process from "node:process";
import {setTimeout as wait} from "node:timers/promises";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {writeDemo} from "../../../../data-loaders/demo/writeDemo.js";
import {readTrials, type Trial} from "../../../../models/sweeps/sweepRuns.js";
import {MlrunsStore} from "../../../../models/tracking/mlruns/mlrunsStore.js";
import {mlflowTags, type RunReader} from "../../../../models/tracking/runStore.js";
import {MlflowServerStore} from "../../../../models/tracking/server/mlflowServerStore.js";
import {RandomSource} from "../../../../src/lib/random.js";
import {python, withoutPython} from "../../../python.js";
import {MlflowServer} from "../../tracking/mlflowServer.js";
import {Postgres, postgresPrograms} from "../../tracking/postgres.js";
import {readByPython} from "../../tracking/readByPython.js";
import {Machines, Passage} from "./network.js";
import {RedisServer, redisProgram} from "./redisServer.js";

// A sweep by real commands: one that commands it and four workers, each on a machine of its own as far as the network
// goes, with a real Redis and a real MLflow on PostgreSQL, while all of them are killed, emptied, restarted and cut off.

const seed = Number(process.env.STRESS_SEED ?? 1);
const trials = Number(process.env.STRESS_TRIALS ?? 40);
const experiment = "santander-transactions";
const workers = 4;
const folds = 3;
const hour = 3_600_000;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "queue-stress-"));
});

afterEach(() => rm(folder, {recursive: true, force: true}));

const space = `
num_iterations: {from: 5, to: 60, step: 1}
learning_rate: {from: 0.01, to: 0.5, scale: log}
num_leaves: [2, 4, 8]
min_data_in_leaf: [10, 20]
`;

const sweepWords = ["lightgbm", "--space", "space.yaml", "--name", "stress", "--trials", String(trials)];

/** Starts one of the project's commands; what it says goes to a file beside its folder. */
function start(
  command: string,
  words: readonly string[],
  {cwd, env, prefix = []}: {cwd: string; env: NodeJS.ProcessEnv; prefix?: readonly string[]}
): ChildProcess {
  const program = join(process.cwd(), "cli", `${command}.ts`);
  const log = openSync(`${cwd}.log`, "a");
  const [first = "", ...rest] = [
    ...prefix,
    process.execPath,
    "--import",
    import.meta.resolve("tsx"),
    program,
    ...words
  ];
  return spawn(first, rest, {cwd, env: {...process.env, ...env}, stdio: ["ignore", log, log]});
}

/** A sweep's trials, but for the ids of their runs. */
async function readContents(store: RunReader): Promise<Omit<Trial, "runId">[]> {
  const {runs} = await store.searchRuns();
  const sweep = runs.find(({tags}) => tags["sweep.name"] === "stress");
  const nested = runs.filter(({tags}) => tags[mlflowTags.parentRunId] === sweep?.runId);
  return readTrials(nested).map(({runId: _, ...trial}) => trial);
}

const isPossible = python !== undefined && redisProgram !== undefined && postgresPrograms !== undefined;

describe.skipIf(!isPossible)(
  `a sweep on many machines under stress (seed ${seed}; ${isPossible ? "Redis, PostgreSQL, MLflow" : `needs redis-server, postgresql; ${withoutPython}`})`,
  () => {
    test(
      `${trials} trials on ${workers} workers are logged once each, whatever happens`,
      async () => {
        const begun = performance.now();
        using machines = Machines.start(workers);
        const host = machines?.host ?? "127.0.0.1";
        await using postgres = await Postgres.start();
        await using mlflow = await MlflowServer.start(postgres.uri);
        await using redis = await RedisServer.start();
        await using redisPassage = await Passage.start(host, redis.port);
        await using mlflowPassage = await Passage.start(host, Number(new URL(mlflow.address).port));
        const env = {
          REDIS_URL: `redis://${host}:${redisPassage.port}`,
          MLFLOW_TRACKING_URI: `http://${host}:${mlflowPassage.port}`,
          MLFLOW_HTTP_REQUEST_TIMEOUT: "5"
        };
        // Some workers have the data in a folder, others fetch them.
        const home = join(folder, "home");
        await writeDemo(join(home, "data", "raw"), {rows: 1000});
        await writeFile(join(home, "space.yaml"), space);
        const kfolds = start("kfolds", ["--folds", String(folds)], {cwd: home, env: {}});
        await once(kfolds, "exit");
        const files = createServer(async ({url = ""}, answer) => {
          const content = await readFile(join(home, "data", "raw", url)).catch(() => undefined);
          answer.writeHead(content === undefined ? 404 : 200).end(content);
        }).listen(0, host);
        await once(files, "listening");
        const place = files.address();
        const port = place !== null && typeof place === "object" ? place.port : 0;

        const random = new RandomSource(seed);
        const running: (ChildProcess | undefined)[] = [];
        const startWorker = (worker: number) => {
          const data = worker % 2 === 0 ? join(home, "data") : `http://${host}:${port}/`;
          running[worker] = start("worker", ["--stalled", "6", "--data", data], {
            cwd: join(folder, `worker-${worker}`),
            env,
            prefix: machines?.prefix(worker)
          });
        };
        for (let worker = 0; worker < workers; ++worker) {
          await mkdir(join(folder, `worker-${worker}`));
          startWorker(worker);
        }
        const counts: Record<string, number> = {};
        let command: ChildProcess | undefined;
        const faults: Record<string, () => Promise<void>> = {
          async "worker killed"() {
            const worker = random.integer(workers);
            running[worker]?.kill("SIGKILL");
            await wait(random.uniform() * 2_000);
            startWorker(worker);
          },
          async "worker cut off"() {
            const worker = random.integer(workers);
            machines?.cut(worker);
            await wait(2_000 + random.uniform() * 12_000);
            machines?.mend(worker);
          },
          async "Redis restarted"() {
            await redis.down();
            await wait(random.uniform() * 3_000);
            await redis.up();
          },
          "Redis emptied": () => redis.empty(),
          async "Redis cut off"() {
            redisPassage.cut();
            await wait(random.uniform() * 4_000);
            redisPassage.mend();
          },
          async "MLflow restarted"() {
            await mlflow.down();
            await wait(random.uniform() * 2_000);
            await mlflow.up();
          },
          // Half of the trials are lost with the queue if the command does not make it again.
          async "command killed"() {
            command?.kill("SIGKILL");
            await redis.empty();
          }
        };
        const possible = Object.keys(faults).filter((kind) => machines !== undefined || kind !== "worker cut off");
        // Workers are killed most often.
        const kinds = [...possible, "worker killed", "worker killed", "worker killed"];
        const ending = new AbortController();
        const disturbing = (async () => {
          // Each kind comes before all come again.
          for (let order = random.shuffle([...kinds]); !ending.signal.aborted; ) {
            await wait(3_000 + random.uniform() * 8_000, undefined, {signal: ending.signal}).catch(() => undefined);
            if (ending.signal.aborted) return;
            const kind = order.shift() ?? "";
            if (order.length === 0) order = random.shuffle([...kinds]);
            counts[kind] = (counts[kind] ?? 0) + 1;
            appendFileSync(join(folder, "faults.log"), `${kind}\n`);
            await faults[kind]?.();
          }
        })();
        let starts = 0;
        for (let code: unknown; code !== 0; starts += 1) {
          command = start("sweep", [...sweepWords, "--workers", String(workers)], {cwd: home, env});
          [code] = await once(command, "exit");
          if (starts > 50) throw new Error(await readFile(`${home}.log`, "utf8"));
        }
        ending.abort();
        await disturbing;
        // They end when they are asked to, with nothing left to send.
        const exits = running.map(async (worker) => {
          if (worker === undefined || worker.exitCode !== null || worker.signalCode !== null) return 0;
          const exit = once(worker, "exit");
          worker.kill("SIGTERM");
          return (await exit)[0];
        });
        expect(await Promise.all(exits)).toEqual(running.map(() => 0));
        files.close();
        const swept = (performance.now() - begun) / 1000;
        // Opened once more, the sweep has all, and removes what dead workers have left.
        const last = start("sweep", sweepWords, {cwd: home, env});
        expect((await once(last, "exit"))[0]).toBe(0);

        const runs = readByPython(mlflow.address, experiment);
        const sweep = runs.filter(({parent}) => parent === null);
        expect(sweep).toMatchObject([{name: "stress", status: "FINISHED"}]);
        const nested = runs.filter(({parent}) => parent === sweep[0]?.runId);
        const numbers = nested.map(({name}) => Number(name.replace("stress trial ", "")));
        expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({length: trials}, (_, number) => number));
        expect(nested.every(({status}) => status === "FINISHED" || status === "KILLED")).toBe(true);
        expect(runs).toHaveLength(1 + trials * (1 + folds));
        for (const {runId, status} of nested) {
          const ofTrial = runs.filter(({parent}) => parent === runId);
          expect(ofTrial.map(({name}) => name).sort()).toEqual(["fold 0", "fold 1", "fold 2"]);
          for (const fold of ofTrial) {
            const steps = (fold.histories.validation_auc ?? []).map(([step]) => step);
            expect(new Set(steps).size).toBe(steps.length);
            if (status === "FINISHED") expect(fold.artifacts["model.txt"]).toBeDefined();
          }
        }
        // They are those of one process without a queue.
        const alone = start("sweep", [...sweepWords, "--workers", String(workers)], {
          cwd: home,
          env: {REDIS_URL: "", MLFLOW_TRACKING_URI: ""}
        });
        expect((await once(alone, "exit"))[0]).toBe(0);
        const expected = await readContents(new MlrunsStore(join(home, "mlruns")));
        expect(await readContents(new MlflowServerStore(mlflow.address))).toEqual(expected);
        console.log(
          `${trials} trials in ${swept.toFixed(0)} s ${machines === undefined ? "on one network" : "over network namespaces"}; ${starts} starts of the command; ${JSON.stringify(counts)}`
        );
      },
      hour
    );
  }
);
