import {spawn} from "node:child_process";
import {once} from "node:events";
import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import process from "node:process";
import {setTimeout as wait} from "node:timers/promises";
import {afterAll, beforeAll, expect, test} from "vitest";
import {writeDemo} from "../../../data-loaders/demo/writeDemo.js";
import {ensureData} from "../../../data-loaders/provide/ensureData.js";
import {catalogue} from "../../../models/catalogue/index.js";
import {openSpace} from "../../../models/sweeps/defaultSpace.js";
import {runSweep} from "../../../models/sweeps/runSweep.js";
import {readTrials, type Trial} from "../../../models/sweeps/sweepRuns.js";
import {isPruned, readCrossValidations, sweepTags} from "../../../models/tracking/crossValidationRuns.js";
import {MlrunsStore} from "../../../models/tracking/mlruns/mlrunsStore.js";
import {openTrainingFile} from "../../../models/training/openTrainingFile.js";
import {takesUnlabelled} from "../../../src/lib/features/transformation.js";
import {RandomSource} from "../../../src/lib/random.js";

// Sweeps that are killed or interrupted again and again, and every model's own space.

const seed = Number(process.env.STRESS_SEED ?? 1);
const kills = Number(process.env.STRESS_KILLS ?? 20);
const trialCount = 30;
const hour = 3_600_000;

let project: string;

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "sweep-stress-"));
  await writeDemo(join(project, "data", "raw"), {rows: 600});
  const space = `
learning_rate: {from: 0.001, to: 0.5, scale: log}
min_data_in_leaf: {from: 5, to: 150, scale: log, step: 1}
boosting: [gbdt, dart]
drop_rate: {from: 0.05, to: 0.5, when: {boosting: dart}}
num_iterations: 40
`;
  await writeFile(join(project, "space.yaml"), space);
});

afterAll(() => rm(project, {recursive: true, force: true}));

/** Runs a sweep, which is sent a signal after a while unless it has ended; returns its exit code. */
async function sweep(store: string, ending?: {signal: NodeJS.Signals; milliseconds: number}): Promise<number | null> {
  const program = ["--import", import.meta.resolve("tsx"), join(process.cwd(), "cli/sweep.ts"), "lightgbm"];
  const options = ["--space", "space.yaml", "--trials", String(trialCount)];
  const child = spawn(process.execPath, [...program, ...options], {
    cwd: project,
    env: {...process.env, MLFLOW_TRACKING_URI: join(project, store)},
    stdio: "ignore"
  });
  const exit = once(child, "exit");
  if (ending !== undefined) {
    const ended = new AbortController();
    const waiting = wait(ending.milliseconds, undefined, ended).catch(() => undefined);
    await Promise.race([exit, waiting]);
    ended.abort();
    child.kill(ending.signal);
  }
  const [code] = await exit;
  return code;
}

async function trialsIn(directory: string): Promise<Omit<Trial, "runId">[]> {
  const store = new MlrunsStore(join(project, directory));
  const {runs} = await store.searchRuns({kind: "cross-validation"});
  return readTrials(runs).map(({runId: _, ...trial}) => trial);
}

test(
  `a sweep that is killed or interrupted at ${kills} moments has the trials of one that is not, each once (seed ${seed})`,
  async () => {
    expect(await sweep("whole")).toBe(0);
    const expected = await trialsIn("whole");
    expect(expected).toHaveLength(trialCount);

    const random = new RandomSource(seed);
    let interrupted = 0;
    while (interrupted < kills) {
      const directory = `killed-${interrupted}`;
      // A sweep that ends before all its moments have come is begun anew.
      for (let code: number | null = null; code !== 0 && interrupted < kills; ) {
        const signal = random.uniform() < 0.7 ? "SIGKILL" : "SIGINT";
        code = await sweep(directory, {signal, milliseconds: 300 + random.uniform() * 6_000});
        if (code !== 0) interrupted += 1;
        const before = await trialsIn(directory);
        // Whatever has come to its end is kept, and is what it would have been.
        expect(before).toEqual(expected.filter(({number}) => before.some((trial) => trial.number === number)));
      }
      expect(await sweep(directory)).toBe(0);
      expect(await trialsIn(directory)).toEqual(expected);
      const store = new MlrunsStore(join(project, directory));
      const {runs, damaged} = await store.searchRuns();
      expect(damaged).toEqual([]);
      expect(runs.filter(({tags}) => tags.kind === "sweep")).toMatchObject([{status: "FINISHED"}]);
      const ended = runs.filter((run) => run.tags[sweepTags.trial] && (run.status === "FINISHED" || isPruned(run)));
      expect(ended).toHaveLength(trialCount);
      expect(runs.filter(({status}) => status === "RUNNING")).toEqual([]);
      expect((await readCrossValidations(store)).foreign).toEqual([]);
    }
  },
  hour
);

test.each(catalogue)(
  "$name finishes a sweep of its own space on 2,000 rows",
  async (model) => {
    const directory = join(project, "two-thousand");
    await writeDemo(join(directory, "raw"), {rows: 2000});
    const {file, folds} = await openTrainingFile(await ensureData({directory}), {
      unlabelled: model.transformations !== undefined && takesUnlabelled(model.transformations)
    });
    const store = new MlrunsStore(join(project, model.name));
    const {trials} = await runSweep(store, model, file, folds, await openSpace(model), {trials: 3});
    expect(trials.map(({number}) => number)).toEqual([0, 1, 2]);
    for (const {value} of trials) expect(value).toBeGreaterThan(0.5);
  },
  hour
);
