import {mkdtemp, readdir, readFile, rm, stat} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {ensureData} from "../../../data-loaders/provide/ensureData.js";
import {recordRuns} from "../../../models/catalogue/recordRuns.js";
import {variants} from "../../../models/catalogue/variants.js";
import {findChampion} from "../../../models/staging/findCrossValidation.js";
import {readStaged} from "../../../models/staging/readStaged.js";
import {artifactPaths, finishedCrossValidations} from "../../../models/tracking/crossValidationRuns.js";
import type {WholeRun} from "../../../models/tracking/recorded/memoryStore.js";
import {
  formatRecording,
  openRecordedRuns,
  parseRecording,
  recordedRunsFile
} from "../../../models/tracking/recorded/recordedRuns.js";
import {openTrainingFile} from "../../../models/training/openTrainingFile.js";

/** The quickest are made again in full; the others differ from them in parameters only. */
const remade = ["tuned-500-trees", "randomforest"];

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "recording-"));
});

afterAll(() => rm(directory, {recursive: true, force: true}));

test("the recorded runs are what the pipeline makes of the demo data, to the last digit", async () => {
  const {file, folds} = await openTrainingFile(await ensureData({directory}));
  const store = await recordRuns(
    variants.filter(({name}) => remade.includes(name)),
    file,
    folds
  );
  const made = parseRecording(formatRecording(store.wholeRuns(), {without: [artifactPaths.model]}));
  expect(made).toHaveLength(remade.length * (1 + folds.folds));
  const recorded = new Map(parseRecording(await readFile(recordedRunsFile)).map((run) => [run.runId, run]));
  for (const run of made) expect(timeless(recorded.get(run.runId)), run.name).toEqual(timeless(run));
});

test("every variant is recorded, all on the same data", async () => {
  const {runs} = await finishedCrossValidations(await openRecordedRuns());
  expect(runs.map(({name}) => name).sort()).toEqual(variants.map(({name}) => name).sort());
  expect(new Set(runs.map(({tags}) => tags["data.sha256"])).size).toBe(1);
});

test("the tuned model leads, by the margin that was promised", async () => {
  const champion = await findChampion(await openRecordedRuns());
  expect(champion.name).toBe("lightgbm-tuned");
  expect(champion.metrics.auc).toBeGreaterThan(0.875);
});

test("the staged model is that of the best recorded run", async () => {
  const {manifest} = await readStaged();
  const champion = await findChampion(await openRecordedRuns());
  expect(manifest.runId).toBe(champion.runId);
  expect(manifest.metrics.auc.mean).toBe(champion.metrics.auc);
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

/** When a run was made is the only thing about it that may differ. */
function timeless(run: WholeRun | undefined) {
  if (run === undefined) return undefined;
  const {startTime: _, endTime: __, histories, artifacts, ...rest} = run;
  const curves = Array.from(histories, ([key, history]) => [key, history.map(({step, value}) => [step, value])]);
  const files = Array.from(artifacts, ([path, bytes]) => [path, Buffer.from(bytes).toString("utf8")]);
  return {...rest, curves, files};
}
