import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {treeModel} from "../../../models/catalogue/treeModel.js";
import {readSpace} from "../../../models/sweeps/readSpace.js";
import {runSweep} from "../../../models/sweeps/runSweep.js";
import {MlrunsStore} from "../../../models/tracking/mlruns/mlrunsStore.js";
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
  }
);
