import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {treeModel} from "../../../models/catalogue/treeModel.js";
import {readSpace} from "../../../models/sweeps/readSpace.js";
import {runSweep} from "../../../models/sweeps/runSweep.js";
import {runTrial} from "../../../models/sweeps/runTrial.js";
import {MlrunsStore} from "../../../models/tracking/mlruns/mlrunsStore.js";
import {openRunLog} from "../../../models/tracking/openRunLog.js";
import {mlflowTags} from "../../../models/tracking/runStore.js";
import {MlflowServerStore} from "../../../models/tracking/server/mlflowServerStore.js";
import {mlflowPython, withoutMlflow} from "../tracking/mlflowPython.js";
import {MlflowServer} from "../tracking/mlflowServer.js";
import {sampleFile} from "../training/sample.js";

const {file, folds} = sampleFile();
const model = treeModel({name: "small", title: "Small", params: {num_iterations: 9, min_data_in_leaf: 10}});
const space = readSpace("learning_rate: {from: 0.001, to: 0.5, scale: log}\nnum_leaves: [2, 4, 8]", model);

describe.skipIf(mlflowPython === undefined)(
  `a sweep on a real MLflow server (${mlflowPython ?? withoutMlflow})`,
  () => {
    let server: MlflowServer;

    beforeAll(async () => {
      server = await MlflowServer.start();
    });

    afterAll(() => server[Symbol.asyncDispose]());

    test("has the trials of one in mlruns/, nested, and each once, though it was interrupted", async () => {
      const store = new MlflowServerStore(server.address);
      const controller = new AbortController();
      const interrupted = runSweep(store, model, file, folds, space, {
        trials: 13,
        signal: controller.signal,
        onTrials: (trials) => trials.length === 2 && controller.abort(new Error("interrupted"))
      });
      await expect(interrupted).rejects.toThrow("interrupted");
      const {runId, trials} = await runSweep(store, model, file, folds, space, {trials: 13});

      const directory = await mkdtemp(join(tmpdir(), "mlruns-"));
      try {
        const local = await runSweep(new MlrunsStore(directory), model, file, folds, space, {trials: 13});
        const contents = (of: typeof trials) => of.map(({runId: _, ...trial}) => trial);
        expect(contents(trials)).toEqual(contents(local.trials));
      } finally {
        await rm(directory, {recursive: true});
      }
      expect(await store.getRun(runId)).toMatchObject({status: "FINISHED", tags: {"sweep.name": "small"}});
      const nested = await store.searchRuns({[mlflowTags.parentRunId]: runId});
      expect(nested.runs.map(({tags}) => Number(tags["sweep.trial"])).sort((a, b) => a - b)).toEqual(
        Array.from({length: 13}, (_, number) => number)
      );
    });

    test("has a trial once that two machines have trained, each with an outbox of its own", async () => {
      const store = new MlflowServerStore(server.address);
      const {runId: sweepRunId} = await store.createRun({name: "shared"});
      const outboxes = await mkdtemp(join(tmpdir(), "outboxes-"));
      try {
        const task = {number: 3, settings: {num_leaves: 4}, rungs: [], bars: {}};
        const settled = await Promise.all(
          ["one", "two"].map(async (machine) => {
            const env = {MLFLOW_TRACKING_URI: server.address};
            const log = await openRunLog({env, outbox: join(outboxes, machine)});
            const context = {log, model, sweepRunId, name: "shared", file, folds, command: "npm run worker"};
            const {runId} = await runTrial(context, task);
            const found = await log.settled(runId);
            expect((await log.close()).left).toBe(0);
            return found;
          })
        );
        expect(settled.map(({isOwn}) => isOwn).sort()).toEqual([false, true]);
        const [run, ...others] = (await store.searchRuns({[mlflowTags.parentRunId]: sweepRunId})).runs;
        expect(others).toEqual([]);
        expect(run).toMatchObject({status: "FINISHED", runId: settled[0]?.runId});
        expect(settled[1]?.runId).toBe(run?.runId);
        expect((await store.getRun(sweepRunId)).params).toEqual({"trial/3": run?.runId});
        expect((await store.searchRuns({[mlflowTags.parentRunId]: run?.runId ?? ""})).runs).toHaveLength(3);
      } finally {
        await rm(outboxes, {recursive: true});
      }
    });
  }
);
