import {spawn} from "node:child_process";
import {once} from "node:events";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import process from "node:process";
import {setTimeout as wait} from "node:timers/promises";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {writeDemo} from "../../../data-loaders/demo/writeDemo.js";
import {sendWaiting} from "../../../models/tracking/outbox/sendWaiting.js";
import {trackingPlace} from "../../../models/tracking/trackingPlace.js";
import type {TrackedModel} from "../../../models/training/trackCrossValidation.js";
import {RandomSource} from "../../../src/lib/random.js";
import {python, withoutPython} from "../../python.js";
import {FaultyProxy} from "./faultyProxy.js";
import {environmentOf, expectAllOnce, experiment, sendAll, train} from "./lostAnswers.js";
import {MlflowServer} from "./mlflowServer.js";
import {Postgres, postgresPrograms} from "./postgres.js";
import {readByPython} from "./readByPython.js";

// Trainings against a real MLflow server, behind a proxy that loses requests and answers, while the server is ended and
// started again; and trainings that are killed.

const seed = Number(process.env.STRESS_SEED ?? 1);
const trainings = Number(process.env.STRESS_TRAININGS ?? 50);
const kills = Number(process.env.STRESS_KILLS ?? 20);
const hour = 3_600_000;

const shares = {
  "cut before": 0.04,
  "reset after": 0.04,
  "500 before": 0.04,
  "500 after": 0.04,
  delay: 0.1,
  silence: 0.01
};

const databases = [
  {
    name: "SQLite",
    isThere: true,
    start: () => Promise.resolve({uri: undefined, [Symbol.asyncDispose]: async () => undefined})
  },
  {name: "PostgreSQL", isThere: postgresPrograms !== undefined, start: () => Postgres.start()}
];

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "stress-"));
});

afterEach(() => rm(folder, {recursive: true, force: true}));

describe.skipIf(python === undefined)(`MLflow under stress (seed ${seed}; ${python ?? withoutPython})`, () => {
  test.each(databases.filter(({isThere}) => isThere))(
    `${trainings} trainings on $name lose nothing and log nothing twice`,
    async ({start}) => {
      await using database = await start();
      await using server = await MlflowServer.start(database.uri);
      await using proxy = await FaultyProxy.start(server.address, {seed, shares, longestDelay: 1_500});
      const random = new RandomSource(seed);
      const ending = new AbortController();
      // It is away for a while, again and again.
      const restarts = (async () => {
        let count = 0;
        while (!ending.signal.aborted) {
          await wait(20_000 + random.uniform() * 40_000, undefined, {signal: ending.signal}).catch(() => undefined);
          if (ending.signal.aborted) break;
          await server.down();
          await wait(random.uniform() * 5_000);
          await server.up();
          count += 1;
        }
        return count;
      })();
      const trained = new Map<string, TrackedModel["trained"]>();
      for (let i = 0; i < trainings; ++i)
        trained.set(`training ${i}`, (await train(`training ${i}`, proxy.address, folder)).trained);
      ending.abort();
      const restarted = await restarts;
      await sendAll(proxy.address, folder);
      expectAllOnce(server.address, trained);
      console.log(
        `${trainings} trainings, ${proxy.requests} requests, ${restarted} restarts, ${JSON.stringify(proxy.counts)}`
      );
    },
    hour
  );

  test(
    `${kills} trainings that are killed keep what was logged, and end as KILLED`,
    async () => {
      await writeDemo(join(folder, "data", "raw"), {rows: 1000});
      await using server = await MlflowServer.start();
      const random = new RandomSource(seed);
      const program = join(process.cwd(), "cli", "train.ts");
      const iterations: number[] = [];
      const env = {...process.env, ...environmentOf(server.address)};
      const finished = new Set<string>();
      for (let i = 0; i < kills; ++i) {
        // Some are killed at once, some while folds are finished one after the other, some not at all.
        const count = Math.round(100 * 30 ** random.uniform());
        iterations.push(count);
        const settings = ["--set", `num_iterations=${count}`, "--set", "min_data_in_leaf=20", "--set", "num_leaves=4"];
        const words = [
          "--import",
          import.meta.resolve("tsx"),
          program,
          "lightgbm",
          ...settings,
          "--name",
          `killed ${i}`
        ];
        const child = spawn(process.execPath, words, {cwd: folder, env, stdio: "ignore"});
        const exit = once(child, "exit");
        const timer = setTimeout(() => child.kill("SIGKILL"), 1_000 + random.uniform() * 6_000);
        const [code] = await exit;
        clearTimeout(timer);
        if (code === 0) finished.add(`killed ${i}`);
      }
      const place = trackingPlace({env: environmentOf(server.address)});
      const notices: string[] = [];
      const onNotice = (sentence: string) => void notices.push(sentence);
      const sent = await sendWaiting(place, {directory: join(folder, "mlruns-outbox"), patience: 60_000, onNotice});
      expect({...sent, notices}).toEqual({arrived: expect.any(Number), left: 0, others: [], notices: []});
      const runs = readByPython(server.address, experiment);
      const parents = runs.filter(({parent}) => parent === null);
      expect(new Set(parents.map(({name}) => name)).size).toBe(parents.length);
      for (const parent of parents) {
        const children = runs.filter((run) => run.parent === parent.runId);
        // Some are killed when they have ended and are being sent: then they are whole.
        if (finished.has(parent.name)) expect(parent.status, parent.name).toBe("FINISHED");
        if (parent.status === "FINISHED") {
          expect(parent.metrics.threshold).toBeDefined();
          expect(children.map(({status}) => status)).toEqual(Array.from({length: 5}, () => "FINISHED"));
        } else expect(parent.status, parent.name).toBe("KILLED");
        expect(new Set(children.map(({name}) => name)).size).toBe(children.length);
        for (const child of children) {
          // A fold that was finished keeps its model and all of its curve; one that was running what it had measured.
          if (child.status === "FINISHED") expect(child.artifacts["model.txt"]).toBeDefined();
          else expect(child.status).toBe("KILLED");
          for (const key of ["validation_auc", "training_auc"]) {
            const steps = (child.histories[key] ?? []).map(([step]) => step);
            const period = steps[0] ?? 1;
            // Every so many iterations, and after the last.
            const count = iterations[Number(parent.name.replace("killed ", ""))];
            const regular = steps.at(-1) === count ? steps.slice(0, -1) : steps;
            expect(regular).toEqual(regular.map((_, index) => (index + 1) * period));
            if (child.status === "FINISHED") expect(steps.at(-1)).toBe(count);
          }
        }
      }
      const models = runs.filter(({artifacts}) => artifacts["model.txt"] !== undefined).length;
      const points = runs.map(({histories}) => histories.validation_auc?.length ?? 0);
      console.log(
        `${kills} kills: ${parents.length} cross-validations, ${finished.size} of them finished before, ${models} models, ${points.reduce((sum, count) => sum + count)} points of curves`
      );
    },
    hour
  );
});
