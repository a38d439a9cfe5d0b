import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {rankByMetric} from "../../src/lib/experiment/experiment.js";
import {load} from "../data-loaders/experiments/loaded.js";
import {describeCases, unpackCase} from "./cases.js";

/** Two cross-validations in each, the one called "py ok" without fault, written by MLflow 3.17 in Python. */
describeCases("run stores that Python wrote", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "cases-"));
  });
  afterAll(() => rm(folder, {recursive: true}));

  test.each([
    ["b-nan", {ranked: ["py ok"]}],
    ["b-inf", {ranked: ["py ok"]}],
    ["b-oofindex", {ranked: ["oof index", "py ok"]}]
  ])("%s: both runs are read, and none ranks by a metric that is not a number", async (name, {ranked}) => {
    const directory = join(await unpackCase(name, folder), "mlruns");
    const {experiment, details, warnings} = await load({env: {}, directory, staged: join(folder, "none")});
    expect(warnings).toEqual([]);
    expect(details).toHaveLength(2);
    expect(details.every(({outOfFold}) => "positives" in outOfFold)).toBe(true);
    const [auc] = experiment.metrics;
    expect(rankByMetric(experiment.runs, auc).map((run) => run.name)).toEqual(ranked);
  });
});
