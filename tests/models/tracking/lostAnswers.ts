import {createHash} from "node:crypto";
import {join} from "node:path";
import {expect} from "vitest";
import {treeModel} from "../../../models/catalogue/treeModel.js";
import {openRunLog} from "../../../models/tracking/openRunLog.js";
import {sendWaiting} from "../../../models/tracking/outbox/sendWaiting.js";
import {trackingPlace} from "../../../models/tracking/trackingPlace.js";
import {type TrackedModel, trackCrossValidation} from "../../../models/training/trackCrossValidation.js";
import {sampleFile} from "../training/sample.js";
import {type PythonRun, readByPython} from "./readByPython.js";

/** The experiment of these trainings. */
export const experiment = "lost answers";

const model = treeModel({name: "small", title: "Small", params: {num_iterations: 12, min_data_in_leaf: 10}});
const {file, folds} = sampleFile();

export function environmentOf(address: string): Record<string, string> {
  return {MLFLOW_TRACKING_URI: address, MLFLOW_EXPERIMENT_NAME: experiment, MLFLOW_HTTP_REQUEST_TIMEOUT: "2"};
}

/** Trains under a name, and logs to the server at the address. */
export async function train(name: string, address: string, folder: string): Promise<TrackedModel> {
  const log = await openRunLog({env: environmentOf(address), outbox: join(folder, "outbox")});
  const tracked = await trackCrossValidation(log.writer, model, file, folds, {name, threads: 1});
  await log.close();
  return tracked;
}

/** What `npm run mlflow -- sync` does, until nothing is left. */
export async function sendAll(address: string, folder: string): Promise<void> {
  const place = trackingPlace({env: environmentOf(address)});
  for (;;) {
    const {left} = await sendWaiting(place, {directory: join(folder, "outbox"), patience: 60_000});
    if (left === 0) return;
  }
}

/** Compares what MLflow's client in Python reads with what was trained. */
export function expectAllOnce(address: string, trained: ReadonlyMap<string, TrackedModel["trained"]>): void {
  const runs = readByPython(address, experiment);
  const parents = runs.filter(({parent}) => parent === null);
  expect(parents.map(({name}) => name).sort()).toEqual([...trained.keys()].sort());
  expect(runs).toHaveLength(trained.size * (1 + folds.folds));
  for (const parent of parents) {
    const expected = trained.get(parent.name);
    if (expected === undefined) throw new Error(`${parent.name} was not trained`);
    expect(parent.status).toBe("FINISHED");
    expect(parent.metrics.threshold).toBe(expected.threshold);
    expect(Object.keys(parent.artifacts)).toEqual(expect.arrayContaining(["importance.json", "out-of-fold.csv"]));
    const children = runs.filter((run) => run.parent === parent.runId).sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(children.map(({name}) => name)).toEqual(expected.folds.map(({fold}) => `fold ${fold}`));
    for (const [fold, child] of children.entries()) expectFold(child, fold, expected);
  }
}

function expectFold(run: PythonRun, fold: number, {folds: models, metrics}: TrackedModel["trained"]): void {
  const found = models[fold];
  expect(run.status).toBe("FINISHED");
  expect(run.metrics).toMatchObject(metrics[fold]);
  expect(run.artifacts["model.txt"]).toBe(createHash("sha256").update(found.text).digest("hex"));
  for (const name of ["auc", "logloss"] as const) {
    const curve = found.curves?.[name];
    for (const part of ["training", "validation"] as const) {
      const points = curve?.iterations.map((step, i) => [step, Number(curve[part][i].toFixed(6))]);
      // Sorted by step; a value that came twice would be here twice.
      expect(run.histories[`${part}_${name}`]).toEqual(points);
    }
  }
  for (const name of Object.keys(metrics[fold])) expect(run.histories[name]).toHaveLength(1);
}
