import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import type {LoadOptions} from "../../../data-loaders/experiments/loadExperiment.js";
import {MlflowServerStore} from "../../../models/tracking/server/mlflowServerStore.js";
import {logCrossValidation} from "../../models/staging/loggedRuns.js";
import {FaultyProxy} from "../../models/tracking/faultyProxy.js";
import {MlflowServer} from "../../models/tracking/mlflowServer.js";
import {python, withoutPython} from "../../python.js";
import {load} from "./loaded.js";

describe.skipIf(python === undefined)(
  `an MLflow server that fails while it is read (${python ?? withoutPython})`,
  () => {
    let folder: string;
    let server: MlflowServer;
    let proxy: FaultyProxy;
    let runId: string;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "failing-"));
      server = await MlflowServer.start();
      proxy = await FaultyProxy.start(server.address, {seed: 3, shares: {"500 before": 0.1, "cut before": 0.1}});
      const store = new MlflowServerStore(server.address);
      await logCrossValidation(store, {name: "sound", auc: 0.8});
      const broken = await logCrossValidation(store, {name: "broken", auc: 0.9});
      runId = broken.runId;
    });

    afterAll(async () => {
      await proxy[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
      await rm(folder, {recursive: true, force: true});
    });

    const loadThere = (options: LoadOptions = {}) =>
      load({
        env: {MLFLOW_TRACKING_URI: proxy.address},
        data: join(folder, "none"),
        staged: join(folder, "none"),
        outbox: join(folder, "outbox"),
        ...options
      });

    test("is asked again, so that what fails for a moment is there", async () => {
      const {experiment} = await loadThere();
      expect(experiment.runs.map(({name}) => name)).toEqual(["broken", "sound"]);
      expect(experiment.leftOut).toEqual([]);
      expect(proxy.counts["500 before"] + proxy.counts["cut before"]).toBeGreaterThan(0);
    });

    test("makes the report no smaller without being told to, and then the report says so", async () => {
      proxy.fails = (url) => url.includes("artifacts/list") && url.includes(runId);
      await expect(loadThere()).rejects.toMatchObject({
        code: "run-unreadable",
        message: expect.stringMatching(new RegExp(`^Run broken \\(${runId}\\) cannot be read.*--allow-missing$`))
      });
      const {experiment, details} = await loadThere({allowMissing: true});
      expect(experiment.runs.map(({name}) => name)).toEqual(["sound"]);
      expect(details).toHaveLength(1);
      expect(experiment.leftOut).toMatchObject([
        {reason: "unreadable", count: 1, names: [expect.stringMatching(/^broken: /)]}
      ]);
    });
  }
);
