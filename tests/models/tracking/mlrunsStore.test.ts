import {mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, describe, expect, test} from "vitest";
import {MlrunsStore} from "../../../models/tracking/mlruns/mlrunsStore.js";
import {mlflowPython, runPython, withoutMlflow} from "./mlflowPython.js";
import {describeRunStore} from "./runStoreContract.js";

const folders: string[] = [];

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "mlruns-"));
  folders.push(folder);
  return folder;
}

afterAll(() => Promise.all(folders.map((folder) => rm(folder, {recursive: true, force: true}))));

describe("runs in an mlruns directory", () => {
  describeRunStore(async () => {
    const directory = join(await temporaryFolder(), "mlruns");
    return {store: new MlrunsStore(directory), reopen: () => new MlrunsStore(directory)};
  });

  test("a directory that does not exist has no runs, and reading does not make it", async () => {
    const folder = await temporaryFolder();
    expect(await new MlrunsStore(join(folder, "mlruns")).searchRuns()).toEqual({runs: [], damaged: []});
    expect(await readdir(folder)).toEqual([]);
  });

  test("stores that create the same experiment at once make one, and lose no run", async () => {
    const folder = await temporaryFolder();
    const stores = Array.from({length: 5}, () => new MlrunsStore(folder));
    await Promise.all(stores.map((store, i) => store.createRun({name: `run ${i}`})));
    expect((await readdir(folder)).filter((name) => /^\d+$/.test(name))).toHaveLength(1);
    expect((await new MlrunsStore(folder).searchRuns()).runs).toHaveLength(5);
  });

  test("an experiment that was deleted is named, not made again", async () => {
    const folder = await temporaryFolder();
    await new MlrunsStore(folder).createRun({name: "first"});
    const [experiment] = (await readdir(folder)).filter((name) => /^\d+$/.test(name));
    const meta = join(folder, experiment, "meta.yaml");
    await writeFile(meta, (await readFile(meta, "utf8")).replace('"active"', '"deleted"'));
    await rename(join(folder, experiment), join(folder, ".trash", experiment));
    await expect(new MlrunsStore(folder).createRun({name: "again"})).rejects.toMatchObject({
      code: "deleted-experiment"
    });
  });

  test("a param, tag or metric that a run lacks is none, with its folder or without", async () => {
    const folder = await temporaryFolder();
    const store = new MlrunsStore(folder);
    const {runId} = await store.createRun({name: "bare"});
    const [experiment] = (await readdir(folder)).filter((name) => /^\d+$/.test(name));
    for (const empty of ["params", "metrics", "artifacts"])
      await rm(join(folder, experiment, runId, empty), {recursive: true});
    expect(await new MlrunsStore(folder).searchRuns()).toMatchObject({
      runs: [{runId, params: {}, metrics: {}}],
      damaged: []
    });
    expect(await store.listArtifacts(runId)).toEqual([]);
  });

  test("files and folders that are links are read as what they point to", async () => {
    const folder = await temporaryFolder();
    const store = new MlrunsStore(join(folder, "real"));
    const {runId} = await store.createRun({name: "linked", params: {a: "1"}});
    const [experiment] = (await readdir(store.location)).filter((name) => /^\d+$/.test(name));
    const folderOfParams = join(store.location, experiment, runId, "params");
    await rename(join(folderOfParams, "a"), join(folder, "value"));
    await symlink(join(folder, "value"), join(folderOfParams, "a"));
    await symlink(join(folder, "nowhere"), join(folderOfParams, "gone"));
    await mkdir(join(folder, "mlruns"));
    await symlink(join(store.location, experiment), join(folder, "mlruns", experiment));
    const {runs, damaged} = await new MlrunsStore(join(folder, "mlruns")).searchRuns();
    expect(damaged).toEqual([]);
    expect(runs.map(({name, params}) => [name, params])).toEqual([["linked", {a: "1"}]]);
  });

  test.skipIf(mlflowPython === undefined)(
    `MLflow's own FileStore reads it (${mlflowPython ?? withoutMlflow})`,
    async () => {
      const folder = await temporaryFolder();
      const store = new MlrunsStore(folder);
      const parent = await store.createRun({
        name: "parent: 1",
        params: {num_leaves: "2"},
        tags: {kind: "cross-validation"}
      });
      const child = await store.createRun({name: "fold 0", tags: {"mlflow.parentRunId": parent.runId}});
      const metrics = [1, 2, 3].map((step) => ({key: "auc", value: step / 10, step, timestamp: 1_700_000_000_000}));
      await store.logBatch(child.runId, {metrics});
      await store.writeArtifact(child.runId, "model.txt", new TextEncoder().encode("tree"));
      await store.finishRun(child.runId, "FINISHED");
      await store.finishRun(parent.runId, "KILLED");
      const program = `
import json, sys
from mlflow import MlflowClient
client = MlflowClient(tracking_uri=sys.argv[1])
experiment = client.get_experiment_by_name("santander-transactions")
runs = client.search_runs([experiment.experiment_id], filter_string="tags.\`mlflow.parentRunId\` = '" + sys.argv[2] + "'")
parent = client.get_run(sys.argv[2])
child = runs[0]
print(json.dumps({
  "parent": [parent.info.run_name, parent.info.status, parent.data.params],
  "child": [child.info.run_id, child.info.run_name, child.info.status, child.data.metrics["auc"]],
  "history": [[m.step, m.value] for m in client.get_metric_history(child.info.run_id, "auc")],
  "artifacts": [a.path for a in client.list_artifacts(child.info.run_id)],
  "primary": experiment.tags["mlflow.experiment.primaryMetric.name"]}))`;
      expect(JSON.parse(runPython(program, [folder, parent.runId]))).toEqual({
        parent: ["parent: 1", "KILLED", {num_leaves: "2"}],
        child: [child.runId, "fold 0", "FINISHED", 0.3],
        history: [
          [1, 0.1],
          [2, 0.2],
          [3, 0.3]
        ],
        artifacts: ["model.txt"],
        primary: "auc"
      });
    }
  );

  test.skipIf(mlflowPython === undefined)(
    `what MLflow's FileStore writes is read (${mlflowPython ?? withoutMlflow})`,
    async () => {
      const folder = await temporaryFolder();
      const program = `
import sys
from mlflow import MlflowClient
client = MlflowClient(tracking_uri=sys.argv[1])
experiment = client.create_experiment("santander-transactions")
run = client.create_run(experiment, run_name="it's: from Python", tags={"kind": "x"})
client.log_param(run.info.run_id, "n", 3)
client.log_metric(run.info.run_id, "val/auc", 0.5, step=2)
client.log_metric(run.info.run_id, "val/auc", float("nan"), step=3)
client.set_terminated(run.info.run_id, "FAILED")
deleted = client.create_run(experiment)
client.delete_run(deleted.info.run_id)`;
      runPython(program, [folder]);
      const {runs, damaged} = await new MlrunsStore(folder).searchRuns();
      expect(damaged).toEqual([]);
      expect(runs).toMatchObject([
        {name: "it's: from Python", status: "FAILED", params: {n: "3"}, metrics: {"val/auc": Number.NaN}}
      ]);
    }
  );
});
