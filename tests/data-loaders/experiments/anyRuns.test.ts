import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {listFiles} from "../../../dataset/files.js";
import {readPythonFloat} from "../../../models/tracking/metricValues.js";
import {measuredMetric, type RunRow, whyNotMeasured} from "../../../src/lib/experiment/experiment.js";
import {MlflowServer} from "../../models/tracking/mlflowServer.js";
import {python, runPython, withoutPython} from "../../python.js";
import {type Loaded, load} from "./loaded.js";

/** A run as MLflow in Python gives it; numbers as Python writes them. */
interface PythonRun {
  id: string;
  name: string;
  parent: string | null;
  params: Record<string, string>;
  metrics: Record<string, string>;
}

const stores = ["file store", "server"] as const;

describe.skipIf(python === undefined).each(stores)(
  `what Python logged to an MLflow 3 %s (${python ?? withoutPython})`,
  (kind) => {
    let folder: string;
    let server: MlflowServer | undefined;
    let logged: PythonRun[];
    let loaded: Loaded;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "any-runs-"));
      if (kind === "server") server = await MlflowServer.start();
      const place = server?.address ?? join(folder, "mlruns");
      const program = await readFile(new URL("anyRuns.py", import.meta.url), "utf8");
      // The last line; before it MLflow prints the addresses of its pages.
      logged = JSON.parse(runPython(program, [place]).trim().split("\n").at(-1) ?? "");
      if (server === undefined) await damage(place, idOf("damaged"));
      loaded = await load({
        env: {MLFLOW_TRACKING_URI: place, MLFLOW_EXPERIMENT_NAME: "by Python, by Python too"},
        data: join(folder, "none"),
        staged: join(folder, "none"),
        outbox: join(folder, "outbox")
      });
    }, 120_000);

    afterAll(async () => {
      await server?.[Symbol.asyncDispose]();
      await rm(folder, {recursive: true, force: true});
    });

    const idOf = (name: string) => logged.find((run) => run.name === name)?.id ?? "";
    const nestedIn = (name: string) => logged.filter(({parent}) => parent === idOf(name));
    const rowOf = (name: string): RunRow => {
      const row = loaded.experiment.runs.find(({runId}) => runId === idOf(name));
      if (row === undefined) throw new Error(`${name} is not in the table.`);
      return row;
    };
    const detailOf = (name: string) => loaded.details.find(({runId}) => runId === idOf(name));

    test("every healthy run is a row with Python's values, and every other is counted", () => {
      const damaged = kind === "file store" ? ["damaged"] : [];
      const left = ["running", "failing", "folds that failed", "killed", "nothing measured", ...damaged];
      const folds = ["nested folds", "fold without a value", "folds that failed"].flatMap(nestedIn);
      const healthy = logged.filter((run) => !left.includes(run.name) && !folds.includes(run));
      expect(loaded.experiment.runs.map(({runId}) => runId).sort()).toEqual(healthy.map(({id}) => id).sort());
      expect(loaded.experiment.leftOut).toEqual([
        {reason: "running", count: 1, names: ["running"]},
        {reason: "failed", count: 2, names: expect.arrayContaining(["failing", "folds that failed"])},
        {reason: "interrupted", count: 1, names: ["killed"]},
        {reason: "withoutMetrics", count: 1, names: ["nothing measured"]},
        ...damaged.map(() => ({reason: "damaged", count: 1, names: [expect.stringContaining(idOf("damaged"))]}))
      ]);
      for (const {id, name, params, metrics} of healthy.filter((run) => nestedIn(run.name).length === 0)) {
        const row = loaded.experiment.runs.find(({runId}) => runId === id);
        expect(row, name).toMatchObject({name, kind: "run", params});
        expect(Object.keys(row?.metrics ?? {}).sort()).toEqual(Object.keys(metrics).sort());
        for (const [metric, text] of Object.entries(metrics)) expectValue(row, metric, readPythonFloat(text));
      }
    });

    test("nested runs are folds in the order of their numbers, or a search's trials", () => {
      for (const name of ["nested folds", "fold without a value"]) {
        const folds = nestedIn(name).sort((a, b) => (a.name < b.name ? -1 : 1));
        const row = rowOf(name);
        expect(row.kind).toBe("cross-validation");
        for (const metric of Object.keys(folds[0]?.metrics ?? {})) {
          const values = folds.map(({metrics}) => readPythonFloat(metrics[metric] ?? ""));
          if (values.includes(undefined))
            expect(whyNotMeasured(row, metric)).toBe(`${metric} of fold 1 was not logged`);
          else expect(measuredMetric(row, metric)?.folds).toEqual(values.map((value) => expect.closeTo(value ?? 0, 6)));
        }
      }
      expect(rowOf("nested folds").params).toMatchObject({num_boost_round: "8"});

      const {runId} = rowOf("search");
      const trials = loaded.experiment.runs.filter(({sweep}) => sweep === runId);
      expect(trials.map(({params: {C}}) => C).sort()).toEqual(["0.1", "1.0", "10.0"]);
      expect(trials.every(({model}) => model === "LogisticRegression")).toBe(true);
      expect(loaded.experiment.sweeps).toMatchObject([{runId, name: "search", shown: 3, pruned: 0, unfinished: 0}]);
    });

    test("the metric that runs are ranked by is that of the experiment's tags, and its direction", () => {
      const {primaryMetric, metrics, championId, names} = loaded.experiment;
      expect({primaryMetric, names}).toEqual({primaryMetric: "val_loss", names: ["by Python", "by Python too"]});
      expect(metrics.find(({name}) => name === "val_loss")?.direction).toBe("lower");
      expect(championId).toBe(idOf("epochs"));
      expect(rowOf("elsewhere").experiment).toBe("by Python too");
    });

    test("curves, importances and notes are there where somebody logged them", () => {
      const epochs = detailOf("epochs");
      expect(epochs).toMatchObject({seed: "7", tags: {note: "by hand"}, importance: {reason: expect.any(String)}});
      const loss = epochs?.curves.find(({metric}) => metric.name === "loss");
      expect(loss?.series.map(({part, steps}) => [part, steps[0], steps.at(-1)])).toEqual([
        ["training", 0, 599],
        ["validation", 0, 599]
      ]);
      const best = 38; // of 1.5 / (n + 1) + n / 1000
      const validation = loss?.series.find(({part}) => part === "validation");
      expect(validation?.values[validation.steps.indexOf(best)]).toBe(Math.min(...(validation?.values ?? [])));

      const nested = detailOf("nested folds");
      expect(nested?.curves.map(({metric, series}) => [metric.name, series.length]).sort()).toEqual([
        ["auc", 4],
        ["binary_logloss", 4]
      ]);
      const importance = nested?.importance ?? [];
      if ("reason" in importance) throw new Error(importance.reason);
      expect(importance[0]).toMatchObject({feature: "Column_0", gain: {length: 4}, split: {length: 4}});
      if (server !== undefined)
        expect(nested?.mlflowLink).toMatch(new RegExp(`/experiments/\\d+/runs/${nested?.runId}$`));
    });
  }
);

/** To seven digits, as the file has it; of what is no number, the reason. */
function expectValue(row: RunRow | undefined, metric: string, value: number | undefined): void {
  if (row === undefined || value === undefined) throw new Error(`${metric} is no number.`);
  if (Number.isFinite(value)) expect(measuredMetric(row, metric)?.mean).toBe(Number(value.toPrecision(7)));
  else expect(whyNotMeasured(row, metric)).toMatch(/ was logged as (NaN|infinite)$/);
}

/** Cuts off the file by which MLflow knows the run. */
async function damage(directory: string, runId: string): Promise<void> {
  const path = (await listFiles(directory)).find((file) => file.endsWith(`${runId}/meta.yaml`)) ?? "";
  await writeFile(join(directory, path), "run_id: half");
}
