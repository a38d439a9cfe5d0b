import {spawn} from "node:child_process";
import {once} from "node:events";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import process from "node:process";
import {setTimeout as wait} from "node:timers/promises";
import {afterAll, beforeAll, expect, test} from "vitest";
import {logistic} from "../../../models/catalogue/logistic.js";
import {treeModel} from "../../../models/catalogue/treeModel.js";
import {averageFolds} from "../../../models/staging/averageFolds.js";
import {logModel} from "../../../models/staging/logModel.js";
import {MlrunsStore} from "../../../models/tracking/mlruns/mlrunsStore.js";
import type {CatalogueModel} from "../../../models/training/model.js";
import {logOrigin, logResources} from "../../../models/training/provenance.js";
import {trackCrossValidation} from "../../../models/training/trackCrossValidation.js";
import {describeNeeds} from "../../needs.js";
import {python, runPython} from "../../python.js";
import {freePort} from "../tracking/mlflowServer.js";
import {sampleFile} from "../training/sample.js";

const trees = treeModel({name: "small", title: "Small", params: {num_iterations: 20, min_data_in_leaf: 10}});
/** ONNX cannot express it. */
const zerosMissing = trees.withParams({zero_as_missing: true});
const {file, folds} = sampleFile();
const rows = Array.from({length: 50}, (_, row) => file.data.columns.map((column) => column[row] ?? 0));

let store: MlrunsStore;

beforeAll(async () => {
  store = new MlrunsStore(await mkdtemp(join(tmpdir(), "mlruns-")));
});

afterAll(() => rm(store.location, {recursive: true}));

async function train(model: CatalogueModel) {
  const {runId} = await trackCrossValidation(store, model, file, folds, {
    describe: (id) => logOrigin(store, id, file, "data/raw/train.csv"),
    conclude: async (id, trained) => {
      await logModel(store, id, model, file.data, trained);
      await logResources(store, id, trained);
    }
  });
  const {predict} = await averageFolds(store, await store.getRun(runId));
  const folder = join(store.location, await store.findRun(runId), "artifacts", "model");
  return {runId, folder, expected: rows.map((row) => predict(row))};
}

const program = `
import json, sys
import mlflow, numpy, onnxruntime, pandas
folder, run_id, store, rows, flavours = sys.argv[1:]
mlflow.set_tracking_uri(store)
model = mlflow.models.Model.load(folder)
names = [column.name for column in model.signature.inputs.inputs]
table = pandas.DataFrame(json.loads(rows), columns=names)
scores = {}
if "lightgbm" in flavours:
    scores["lightgbm"] = mlflow.lightgbm.load_model(folder).predict(table)
if "onnx" in flavours:
    session = onnxruntime.InferenceSession(mlflow.onnx.load_model(folder).SerializeToString())
    scores["onnx"] = session.run(None, {session.get_inputs()[0].name: table.to_numpy()})[0]
loaded = mlflow.pyfunc.load_model(f"runs:/{run_id}/model")
scores["pyfunc"] = loaded.predict(table)
run = mlflow.get_run(run_id)
example = model.load_input_example(folder)
print(json.dumps({
    "scores": {name: numpy.asarray(values, dtype=float).reshape(-1).tolist() for name, values in scores.items()},
    "example": list(example.shape),
    "dataset": [[entry.dataset.name, entry.dataset.digest, json.loads(entry.dataset.profile)["num_rows"]] for entry in run.inputs.dataset_inputs],
    "flavours": sorted(model.flavors),
    "tags": run.data.tags,
    "metrics": run.data.metrics,
}))
`;

describeNeeds("Python with tests/requirements.txt", python !== undefined)("a logged model, by MLflow in Python", () => {
  test.each([
    ["trees", trees, ["lightgbm", "onnx", "pyfunc"]],
    ["trees that ONNX cannot express", zerosMissing, ["lightgbm", "pyfunc"]],
    ["a linear model", logistic, ["onnx", "pyfunc"]]
  ] as const)("gives the same numbers in every flavour: %s", async (_, model, flavours) => {
    const {runId, folder, expected} = await train(model);
    const uri = `file://${store.location}`;
    const words = [folder, runId, uri, JSON.stringify(rows), flavours.join(" ")];
    const {scores, example, dataset, tags, metrics, flavours: found} = JSON.parse(runPython(program, words));
    expect(Object.keys(scores).sort()).toEqual([...flavours].sort());
    const names = flavours.map((flavour) => (flavour === "pyfunc" ? "python_function" : flavour)).sort();
    expect(found).toEqual(names);
    const [logged] = JSON.parse(tags["mlflow.log-model.history"]);
    expect(Object.keys(logged.flavors).sort()).toEqual(names);
    for (const flavour of flavours)
      scores[flavour].forEach((score: number, row: number) => {
        // ONNX gives probabilities in single precision.
        expect(score, flavour).toBeCloseTo(expected[row] ?? Number.NaN, flavour === "lightgbm" ? 12 : 6);
      });
    expect(example).toEqual([5, 6]);
    expect(dataset).toEqual([["train", "d".repeat(36), 600]]);
    expect(tags["version.node"]).toBe(process.versions.node);
    expect(tags["mlflow.source.name"]).toBe(`npm run train -- ${model.name}`);
    expect(metrics.peak_memory_megabytes).toBeGreaterThan(10);
  });

  test("is served by `mlflow models serve`", async () => {
    const {folder, expected} = await train(trees);
    const port = await freePort();
    const place = ["--model-uri", folder, "--env-manager", "local", "--host", "127.0.0.1", "--port", String(port)];
    const server = spawn(python ?? "", ["-m", "mlflow", "models", "serve", ...place], {
      detached: true,
      stdio: "ignore",
      env: {...process.env, PATH: `${join(python ?? "", "..")}:${process.env.PATH}`}
    });
    try {
      const address = `http://127.0.0.1:${port}`;
      while (!(await fetch(`${address}/ping`).catch(() => undefined))?.ok) {
        if (server.exitCode !== null) throw new Error(`mlflow models serve ended with ${server.exitCode}`);
        await wait(200);
      }
      const body = JSON.stringify({dataframe_split: {columns: file.data.featureNames, data: rows}});
      const headers = {"content-type": "application/json"};
      const response = await fetch(`${address}/invocations`, {method: "POST", headers, body});
      const {predictions} = await response.json();
      predictions.forEach((score: number, row: number) => {
        expect(score).toBeCloseTo(expected[row] ?? Number.NaN, 12);
      });
    } finally {
      const exit = once(server, "exit");
      if (server.pid !== undefined) process.kill(-server.pid, "SIGKILL");
      await exit;
    }
  });
});
