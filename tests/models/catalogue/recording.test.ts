import {mkdtemp, readdir, rm, stat, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {strFromU8} from "fflate";
import {afterAll, beforeAll, expect, test} from "vitest";
import {ensureData} from "../../../data-loaders/provide/ensureData.js";
import {recordedSweeps} from "../../../models/catalogue/recordedSweeps.js";
import {recordRuns, recordSweeps} from "../../../models/catalogue/recordRuns.js";
import {variants} from "../../../models/catalogue/variants.js";
import {findChampion} from "../../../models/staging/findCrossValidation.js";
import {readStaged} from "../../../models/staging/readStaged.js";
import {
  artifactPaths,
  type CrossValidationRuns,
  finishedCrossValidations,
  isPruned,
  readCrossValidations,
  runKinds,
  sweepTags
} from "../../../models/tracking/crossValidationRuns.js";
import {reproducibleIdentity} from "../../../models/tracking/mlruns/identity.js";
import {MlrunsStore} from "../../../models/tracking/mlruns/mlrunsStore.js";
import {
  notRecorded,
  openRecordedRuns,
  packRuns,
  recordedRunsFile
} from "../../../models/tracking/recorded/recordedRuns.js";
import {mlflowTags, type RunReader} from "../../../models/tracking/runStore.js";
import {openTrainingFile} from "../../../models/training/openTrainingFile.js";

/** The quickest are made again in full; the others differ from them in parameters only. */
const remade = ["tuned-500-trees", "randomforest", "logistic", "naive-bayes"];
/** Of each sweep as many trials: a trial does not depend on later ones. */
const remadeTrials: Readonly<Record<string, number>> = {lightgbm: 3, "naive-bayes": 2};

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "recording-"));
});

afterAll(() => rm(directory, {recursive: true, force: true}));

/** Milliseconds: it trains for a minute on two cores that have nothing else to do. */
const trainingTimeout = 600_000;

test(
  "the recorded runs are what the pipeline makes of the demo data, to the last digit",
  async () => {
    const {file, folds} = await openTrainingFile(await ensureData({directory}));
    const store = new MlrunsStore(join(directory, "mlruns"), reproducibleIdentity);
    await recordRuns(
      store,
      variants.filter(({name}) => remade.includes(name)),
      file,
      folds
    );
    const sweeps = recordedSweeps.flatMap(({model}) => {
      const trials = remadeTrials[model.name];
      return trials === undefined ? [] : [{model, trials}];
    });
    await recordSweeps(store, sweeps, file, folds);
    const packed = join(directory, "packed");
    await writeFile(packed, await packRuns(store.location, notRecorded));
    const made = await wholeRuns(await openRecordedRuns(packed));
    const trials = sweeps.reduce((sum, sweep) => sum + sweep.trials, 0);
    expect(made.size).toBe((remade.length + trials) * (1 + folds.folds) + sweeps.length);
    const recorded = await wholeRuns(await openRecordedRuns());
    for (const [runId, run] of made) {
      if (run.tags.kind !== runKinds.sweep) expect(recorded.get(runId), run.name).toEqual(run);
      else {
        // It has not all of its trials yet, and so may not have the best one.
        const {[sweepTags.bestRun]: _, ...tags} = run.tags;
        const {name, params, artifacts} = run;
        expect(recorded.get(runId), name).toMatchObject({name, params, tags, artifacts});
      }
    }
  },
  trainingTimeout
);

test("every variant is recorded, all on the same data", async () => {
  const {runs} = await finishedCrossValidations(await openRecordedRuns());
  const alone = runs.filter(({tags}) => tags[sweepTags.trial] === undefined);
  expect(alone.map(({name}) => name).sort()).toEqual(variants.map(({name}) => name).sort());
  expect(new Set(runs.map(({tags}) => tags["data.sha256"])).size).toBe(1);
});

test("40 trials or more of three models are recorded, nested in their sweeps, without their models", async () => {
  const reader = await openRecordedRuns();
  const {runs: sweeps} = await reader.searchRuns({kind: runKinds.sweep});
  expect(sweeps.map(({name}) => name).sort()).toEqual(recordedSweeps.map(({model}) => model.name).sort());
  expect(sweeps.every(({status}) => status === "FINISHED")).toBe(true);
  const {runs} = await reader.searchRuns({kind: runKinds.crossValidation});
  const counts = sweeps.map(({runId}) => runs.filter(({tags}) => tags[mlflowTags.parentRunId] === runId).length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  expect(total).toBe(recordedSweeps.reduce((sum, {trials}) => sum + trials, 0));
  expect(total).toBeGreaterThanOrEqual(40);
  for (const run of runs.filter(({tags}) => tags[sweepTags.trial] !== undefined)) {
    expect(run.status === "FINISHED" || isPruned(run), run.name).toBe(true);
    const {importance, outOfFold} = artifactPaths;
    const paths = (await reader.listArtifacts(run.runId)).map(({path}) => path);
    expect(paths).toEqual(isPruned(run) ? [] : [importance, outOfFold]);
  }
});

test("the tuned model is above the seed's models by far, and above the runner-up, in every fold", async () => {
  const {crossValidations: all} = await readCrossValidations(await openRecordedRuns());
  const crossValidations: CrossValidationRuns[] = all.filter(({parent}) => parent.tags[sweepTags.trial] === undefined);
  const aucs = new Map(crossValidations.map(({parent, folds}) => [parent.name, folds.map(({metrics}) => metrics.auc)]));
  const lead = (over: string) => {
    const [tuned, other] = [aucs.get("lightgbm-tuned"), aucs.get(over)];
    if (tuned?.length !== 5 || other?.length !== 5) throw new Error(`${over} has not five folds`);
    return tuned.map((auc, fold) => auc - other[fold]);
  };
  for (const seed of ["lightgbm", "randomforest"]) expect(Math.min(...lead(seed)), seed).toBeGreaterThan(0.1);
  const [first, runnerUp] = crossValidations.map(({parent}) => parent).sort((a, b) => b.metrics.auc - a.metrics.auc);
  expect(first.name).toBe("lightgbm-tuned");
  // No trial of a sweep is better either, which would be flattered.
  const best = all.reduce((a, b) => ((b.parent.metrics.auc ?? 0) > (a.parent.metrics.auc ?? 0) ? b : a));
  expect(best.parent.name).toBe("lightgbm-tuned");
  // Whether that is more than chance is for the report to say.
  expect(Math.min(...lead(runnerUp.name))).toBeGreaterThan(0);
});

test("the staged model is that of the best recorded run", async () => {
  const {manifest} = await readStaged();
  const champion = await findChampion(await openRecordedRuns());
  expect(manifest.runId).toBe(champion.runId);
  expect(manifest.metrics.auc?.mean).toBe(champion.metrics.auc);
});

test("a recorded run says where its model has gone", async () => {
  const reader = await openRecordedRuns();
  const {runId} = await findChampion(reader);
  const reading = reader.readArtifact(runId, artifactPaths.model);
  await expect(reading).rejects.toMatchObject({
    code: "unknown-artifact",
    message: expect.stringContaining("npm run train -- lightgbm-tuned")
  });
});

test("the recorded runs take no more than 2 MB, with the staged model no more than 3 MB", async () => {
  const staged = (await readdir("models/staged")).map((name) => join("models/staged", name));
  const sizeOf = async (path: string) => (await stat(path)).size;
  const recorded = await sizeOf(recordedRunsFile);
  expect(recorded).toBeLessThanOrEqual(2_000_000);
  const sizes = await Promise.all(staged.map(sizeOf));
  expect(sizes.reduce((sum, bytes) => sum + bytes, recorded)).toBeLessThanOrEqual(3_000_000);
});

/** Runs with all that belongs to them; when they were made is the only thing that may differ. */
async function wholeRuns(reader: RunReader) {
  const {runs, damaged} = await reader.searchRuns();
  expect(damaged).toEqual([]);
  const whole = runs.map(async ({startTime: _, endTime: __, ...run}) => {
    const histories = Object.keys(run.metrics).map(async (key) => {
      const history = await reader.metricHistory(run.runId, key);
      return [key, history.map(({step, value}) => [step, value])] as const;
    });
    const artifacts = (await reader.listArtifacts(run.runId)).map(
      async ({path}) => [path, strFromU8(await reader.readArtifact(run.runId, path))] as const
    );
    return [
      run.runId,
      {...run, histories: await Promise.all(histories), artifacts: await Promise.all(artifacts)}
    ] as const;
  });
  return new Map(await Promise.all(whole));
}
