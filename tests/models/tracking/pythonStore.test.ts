import {cp, mkdtemp, readdir, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {strFromU8} from "fflate";
import {expect, test} from "vitest";
import {readPythonFloat} from "../../../models/tracking/metricValues.js";
import {MlrunsStore} from "../../../models/tracking/mlruns/mlrunsStore.js";
import type {Run} from "../../../models/tracking/runStore.js";

// Written by MLflow 3.17.0 in Python: tests/fixtures/mlruns/make.py.
const directory = "tests/fixtures/mlruns/store";
const store = new MlrunsStore(directory);

interface PythonRun extends Omit<Run, "metrics"> {
  metrics: Record<string, string>;
  history: [key: string, step: number, value: string][];
}

const readExpected = async (): Promise<PythonRun[]> =>
  JSON.parse(await readFile("tests/fixtures/mlruns/expected.json", "utf8"));
const byId = (a: {runId: string}, b: {runId: string}) => (a.runId < b.runId ? -1 : 1);
const numbers = (texts: Record<string, string>) =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, readPythonFloat(text)]));

test("what Python wrote is read as Python reads it: folded names, escapes, emoji, line breaks, non-finite numbers", async () => {
  const {runs} = await store.searchRuns();
  const read = runs.map(({tags: {"mlflow.user": _, ...tags}, lastSteps: __, ...run}) => ({...run, tags}));
  const expected = (await readExpected()).map(({history: _, metrics, ...run}) => ({...run, metrics: numbers(metrics)}));
  expect(read.sort(byId)).toEqual(expected.sort(byId));
  expect(expected).toHaveLength(20);
});

test("histories are Python's, and have the steps of the file where a metric has a dataset", async () => {
  for (const {runId, history} of await readExpected()) {
    for (const key of new Set(history.map(([key]) => key))) {
      const read = (await store.metricHistory(runId, key)).map(({step, value}) => [key, step, value]);
      const expected = history
        .filter((entry) => entry[0] === key)
        .map(([, step, text]) => [key, step, readPythonFloat(text)]);
      if (key === "of dataset") expect(read).toEqual([1, 2, 10].map((step) => [key, step, step / 100]));
      else expect(read).toEqual(expected);
    }
  }
});

test("artifacts in folders are found", async () => {
  const {runs} = await store.searchRuns({"mlflow.runName": "texts"});
  expect(await store.listArtifacts(runs[0].runId)).toEqual([{path: "tables/one.csv", bytes: expect.any(Number)}]);
  expect(strFromU8(await store.readArtifact(runs[0].runId, "tables/one.csv"))).toBe("a,b\n1,2\n");
});

test("each damaged run is left out alone, by the name of the very file", async () => {
  const {damaged} = await store.searchRuns();
  expect(damaged.every(({code}) => code === "damaged-run")).toBe(true);
  const messages = damaged.map(({message}) => message.replace(/\\/g, "/").replace(/^.*\/(?=.{32}\/)/, "")).sort();
  expect(messages.map((message) => message.slice(33)).sort()).toEqual([
    "meta.yaml cannot be read: it has no run_id.",
    expect.stringMatching(/^meta\.yaml cannot be read: it is of another run, [0-9a-f]{32}\.$/),
    "meta.yaml cannot be read: line 1 is not valid YAML.",
    "meta.yaml cannot be read: the file is missing.",
    "metrics/auc cannot be read: line 2 is not “time value step”.",
    "params/note cannot be read: it is not UTF-8 text."
  ]);
  for (const {place} of damaged) expect(place.file).toContain(directory);
  // Whoever asks for other runs does not hear of those that are surely none of them.
  expect((await store.searchRuns({"mlflow.runName": "texts"})).damaged).toEqual([]);
});

test("an experiment that cannot be read is named where ours is not found, and only there", async () => {
  const folder = await mkdtemp(join(tmpdir(), "mlruns-"));
  try {
    await cp(directory, folder, {recursive: true});
    const {runs} = await store.searchRuns();
    expect((await new MlrunsStore(folder).searchRuns()).runs).toHaveLength(runs.length);
    const ours = await new MlrunsStore(folder).getRun(runs[0].runId);
    expect(ours.name).toBe(runs[0].name);
    for (const experiment of await readdir(folder))
      if ((await readdir(join(folder, experiment))).includes(runs[0].runId))
        await rm(join(folder, experiment), {recursive: true});
    await expect(new MlrunsStore(folder).searchRuns()).rejects.toMatchObject({
      code: "damaged-run",
      place: {file: expect.stringMatching(/^.*meta\.yaml$/)}
    });
  } finally {
    await rm(folder, {recursive: true});
  }
});

test.each([
  ["inf", Infinity],
  ["+Inf", Infinity],
  ["-INFINITY", -Infinity],
  ["NaN", NaN],
  ["-nan", NaN],
  ["1_000.5", 1000.5],
  [" 5. ", 5],
  [".5e-3", 0.0005],
  ["-0.0", -0],
  ["1e400", Infinity]
])("Python's %j is %d", (text, value) => {
  expect(readPythonFloat(text)).toBe(value);
});

test.each(["", ".", "e5", ".e5", "1__0", "_1", "0x10", "in", "nano", "1,5", "1 2", "constructor"])(
  "%j is no number in Python",
  (text) => {
    expect(readPythonFloat(text)).toBeUndefined();
  }
);
