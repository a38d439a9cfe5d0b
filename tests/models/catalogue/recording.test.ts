import {mkdtemp, readdir, rm, stat, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {strFromU8} from "fflate";
import {afterAll, beforeAll, expect, test} from "vitest";
import {ensureData} from "../../../data-loaders/provide/ensureData.js";
import {recordRuns} from "../../../models/catalogue/recordRuns.js";
import {variants} from "../../../models/catalogue/variants.js";
import {findChampion} from "../../../models/staging/findCrossValidation.js";
import {readStaged} from "../../../models/staging/readStaged.js";
import {
  artifactPaths,
  finishedCrossValidations,
  readCrossValidations
} from "../../../models/tracking/crossValidationRuns.js";
import {reproducibleIdentity} from "../../../models/tracking/mlruns/identity.js";
import {MlrunsStore} from "../../../models/tracking/mlruns/mlrunsStore.js";
import {
  notRecorded,
  openRecordedRuns,
  packRuns,
  recordedRunsFile
} from "../../../models/tracking/recorded/recordedRuns.js";
import type {RunReader} from "../../../models/tracking/runStore.js";
import {openTrainingFile} from "../../../models/training/openTrainingFile.js";

/** The quickest are made again in full; the others differ from them in parameters only. */
const remade = ["tuned-500-trees", "randomforest", "logistic", "naive-bayes"];

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "recording-"));
});

afterAll(() => rm(directory, {recursive: true, force: true}));

test("the recorded runs are what the pipeline makes of the demo data, to the last digit", async () => {
  const {file, folds} = await openTrainingFile(await ensureData({directory}));
  const store = new MlrunsStore(join(directory, "mlruns"), reproducibleIdentity);
  await recordRuns(
    store,
    variants.filter(({name}) => remade.includes(name)),
    file,
    folds
  );
  const packed = join(directory, "packed");
  await writeFile(packed, await packRuns(store.location, notRecorded));
  const made = await wholeRuns(await openRecordedRuns(packed));
  expect(made.size).toBe(remade.length * (1 + folds.folds));
  const recorded = await wholeRuns(await openRecordedRuns());
  for (const [runId, run] of made) expect(recorded.get(runId), run.name).toEqual(run);
});

test("every variant is recorded, all on the same data", async () => {
  const {runs} = await finishedCrossValidations(await openRecordedRuns());
  expect(runs.map(({name}) => name).sort()).toEqual(variants.map(({name}) => name).sort());
  expect(new Set(runs.map(({tags}) => tags["data.sha256"])).size).toBe(1);
});

test("the tuned model is above the seed's models by far, and above the runner-up, in every fold", async () => {
  const {crossValidations} = await readCrossValidations(await openRecordedRuns());
  const aucs = new Map(crossValidations.map(({parent, folds}) => [parent.name, folds.map(({metrics}) => metrics.auc)]));
  const lead = (over: string) => {
    const [tuned, other] = [aucs.get("lightgbm-tuned"), aucs.get(over)];
    if (tuned?.length !== 5 || other?.length !== 5) throw new Error(`${over} has not five folds`);
    return tuned.map((auc, fold) => auc - other[fold]);
  };
  for (const seed of ["lightgbm", "randomforest"]) expect(Math.min(...lead(seed)), seed).toBeGreaterThan(0.1);
  const [first, runnerUp] = crossValidations.map(({parent}) => parent).sort((a, b) => b.metrics.auc - a.metrics.auc);
  expect(first.name).toBe("lightgbm-tuned");
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

test("recorded runs and staged model take no more than 2 MB", async () => {
  const staged = await readdir("models/staged");
  const files = [recordedRunsFile, ...staged.map((name) => join("models/staged", name))];
  const sizes = await Promise.all(files.map(async (path) => (await stat(path)).size));
  expect(sizes.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(2_000_000);
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
      async (path) => [path, strFromU8(await reader.readArtifact(run.runId, path))] as const
    );
    return [
      run.runId,
      {...run, histories: await Promise.all(histories), artifacts: await Promise.all(artifacts)}
    ] as const;
  });
  return new Map(await Promise.all(whole));
}
