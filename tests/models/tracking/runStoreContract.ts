import {strFromU8, strToU8} from "fflate";
import {expect, test} from "vitest";
import type {ModelRegistry} from "../../../models/tracking/modelRegistry.js";
import type {RunReader, RunStore} from "../../../models/tracking/runStore.js";

export interface StoreUnderTest {
  store: RunStore & {registry: ModelRegistry};
  /** The same runs, read by somebody else who comes later. */
  reopen(): RunReader | Promise<RunReader>;
}

/** What every run store does alike. */
export function describeRunStore(open: () => Promise<StoreUnderTest>): void {
  test("a run is read back as it was written", async () => {
    const {store, reopen} = await open();
    const created = await store.createRun({
      name: "größer: 1",
      params: {num_leaves: "20", note: "a “quoted”: # text"},
      tags: {kind: "test", "data.sha256": "abc"},
      startTime: 1_700_000_000_000
    });
    expect(created.runId).toMatch(/^[0-9a-f]{32}$/);
    expect((await store.getRun(created.runId)).status).toBe("RUNNING");
    await store.logBatch(created.runId, {
      metrics: [{key: "auc", value: 0.1 + 0.2, step: 0, timestamp: 1_700_000_000_001}],
      params: {late: "yes"},
      tags: {kind: "changed"}
    });
    await store.finishRun(created.runId, "FINISHED", 1_700_000_060_000);

    const run = await (await reopen()).getRun(created.runId);
    expect(run).toMatchObject({
      name: "größer: 1",
      status: "FINISHED",
      startTime: 1_700_000_000_000,
      endTime: 1_700_000_060_000,
      params: {num_leaves: "20", note: "a “quoted”: # text", late: "yes"},
      metrics: {auc: 0.1 + 0.2}
    });
    expect(run.tags).toMatchObject({kind: "changed", "data.sha256": "abc", "mlflow.runName": "größer: 1"});
  });

  test("a run that has ended goes on when it is opened again", async () => {
    const {store, reopen} = await open();
    const {runId} = await store.createRun({name: "twice"});
    await store.finishRun(runId, "KILLED");
    await store.reopenRun(runId);
    expect((await (await reopen()).getRun(runId)).status).toBe("RUNNING");
    await store.finishRun(runId, "FINISHED");
    expect((await (await reopen()).getRun(runId)).status).toBe("FINISHED");
  });

  test("of several claims of a param one counts, and all learn which", async () => {
    const {store, reopen} = await open();
    const {runId} = await store.createRun({name: "claimed"});
    const claims = Array.from({length: 8}, (_, i) => store.claimParam(runId, "trial/7", `claim ${i}`));
    const [first = "", ...others] = await Promise.all(claims);
    expect(first).toMatch(/^claim \d$/);
    expect(new Set(others)).toEqual(new Set([first]));
    expect(await store.claimParam(runId, "trial/7", first)).toBe(first);
    expect((await (await reopen()).getRun(runId)).params).toEqual({"trial/7": first});
  });

  test("a run that is deleted is seen no more, and can be deleted again", async () => {
    const {store, reopen} = await open();
    const {runId} = await store.createRun({name: "deleted", tags: {kind: "deleted"}});
    await store.deleteRun(runId);
    await store.deleteRun(runId);
    expect((await (await reopen()).searchRuns({kind: "deleted"})).runs).toEqual([]);
  });

  test("a metric's history comes by step, and its last step is its value", async () => {
    const {store, reopen} = await open();
    const {runId} = await store.createRun({name: "curve"});
    const values = [0.7, 0.9, 0.8];
    await store.logBatch(runId, {
      metrics: values.map((value, i) => ({
        key: "validation_auc",
        value,
        step: 10 * (i + 1),
        timestamp: 1_700_000_000_000
      }))
    });
    await store.logBatch(runId, {
      metrics: [{key: "validation_auc", value: 0.6, step: 5, timestamp: 1_700_000_000_000}]
    });
    const reader = await reopen();
    const history = await reader.metricHistory(runId, "validation_auc");
    expect(history.map(({step, value}) => [step, value])).toEqual([
      [5, 0.6],
      [10, 0.7],
      [20, 0.9],
      [30, 0.8]
    ]);
    expect((await reader.getRun(runId)).metrics).toEqual({validation_auc: 0.8});
    expect(await reader.metricHistory(runId, "never")).toEqual([]);
  });

  test("batches of any size are taken, non-finite numbers included", async () => {
    const {store, reopen} = await open();
    const {runId} = await store.createRun({name: "large"});
    await store.logBatch(runId, {
      params: Object.fromEntries(Array.from({length: 250}, (_, i) => [`p${i}`, String(i)])),
      metrics: [
        ...Array.from({length: 2500}, (_, step) => ({key: "loss", value: 1 / (step + 1), step, timestamp: 1})),
        {key: "bad", value: Number.NaN, step: 0, timestamp: 1}
      ]
    });
    const run = await (await reopen()).getRun(runId);
    expect(Object.keys(run.params)).toHaveLength(250);
    expect(await (await reopen()).metricHistory(runId, "loss")).toHaveLength(2500);
    expect(run.metrics.loss).toBe(1 / 2500);
    expect(run.metrics.bad).toBeNaN();
  });

  test("a param cannot change", async () => {
    const {store} = await open();
    const {runId} = await store.createRun({name: "fixed", params: {seed: "1"}});
    await expect(store.logBatch(runId, {params: {seed: "2"}})).rejects.toMatchObject({code: "changed-param"});
  });

  test("artifacts keep their bytes and folders", async () => {
    const {store, reopen} = await open();
    const {runId} = await store.createRun({name: "artifacts"});
    const bytes = Uint8Array.from({length: 256}, (_, i) => i);
    await store.writeArtifact(runId, "out-of-fold.csv", strToU8("ID_code,kfold\ntrain_0,3\n"));
    await store.writeArtifact(runId, "plots/a b.bin", bytes);
    const reader = await reopen();
    expect(await reader.listArtifacts(runId)).toEqual([
      {path: "out-of-fold.csv", bytes: 24},
      {path: "plots/a b.bin", bytes: 256}
    ]);
    expect(strFromU8(await reader.readArtifact(runId, "out-of-fold.csv"))).toBe("ID_code,kfold\ntrain_0,3\n");
    expect(new Uint8Array(await reader.readArtifact(runId, "plots/a b.bin"))).toEqual(bytes);
    await expect(reader.readArtifact(runId, "model.txt")).rejects.toMatchObject({code: "unknown-artifact"});
    await expect(reader.readArtifact(runId, "../meta.yaml")).rejects.toMatchObject({code: "bad-artifact-path"});
  });

  test("runs are found by their tags, newest first", async () => {
    const {store, reopen} = await open();
    const tags = {search: `s${Math.random()}`};
    const parent = await store.createRun({name: "parent", tags, startTime: 1_700_000_000_000});
    for (const fold of [0, 1]) {
      const child = {...tags, "mlflow.parentRunId": parent.runId, fold: String(fold)};
      await store.createRun({name: `fold ${fold}`, tags: child, startTime: 1_700_000_000_001 + fold});
    }
    const reader = await reopen();
    expect((await reader.searchRuns(tags)).runs.map(({name}) => name)).toEqual(["fold 1", "fold 0", "parent"]);
    const children = await reader.searchRuns({"mlflow.parentRunId": parent.runId, fold: "0"});
    expect(children.runs.map(({name}) => name)).toEqual(["fold 0"]);
    expect(children.damaged).toEqual([]);
  });

  test("a model of a run has one version, and an alias points to one version", async () => {
    const {store} = await open();
    const {registry} = store;
    const name = `model ${Math.random()}`;
    const runs = [await store.createRun({name: "first"}), await store.createRun({name: "second"})];
    for (const {runId} of runs) await store.writeArtifact(runId, "model/MLmodel", strToU8("flavors: {}\n"));
    const registered = [];
    for (const {runId} of [...runs, ...runs]) registered.push(await registry.registerModel(name, runId, "model"));
    expect(registered.map(({version}) => version)).toEqual(["1", "2", "1", "2"]);
    await registry.setAlias(name, "champion", "1");
    expect(await registry.findVersion(name, {alias: "champion"})).toEqual({version: "1", runId: runs[0].runId});
    await registry.setAlias(name, "champion", "2");
    expect(await registry.findVersion(name, {alias: "champion"})).toEqual({version: "2", runId: runs[1].runId});
    expect(await registry.findVersion(name, {version: "1"})).toEqual({version: "1", runId: runs[0].runId});
    for (const place of [{alias: "unknown"}, {version: "3"}])
      await expect(registry.findVersion(name, place)).rejects.toMatchObject({code: "unknown-model"});
    await expect(registry.findVersion("nothing", {alias: "champion"})).rejects.toMatchObject({code: "unknown-model"});
  });

  test("an unknown run is named", async () => {
    const {store} = await open();
    await store.createRun({name: "another"});
    for (const runId of ["0".repeat(32), "nonsense", "../.."]) {
      await expect(store.getRun(runId)).rejects.toMatchObject({code: "unknown-run"});
      await expect(store.finishRun(runId, "FAILED")).rejects.toMatchObject({code: "unknown-run"});
    }
  });
}
