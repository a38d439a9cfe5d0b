import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {writeDemo} from "../../data-loaders/demo/writeDemo.js";
import {finishedCrossValidations} from "../../models/tracking/crossValidationRuns.js";
import {MlrunsStore} from "../../models/tracking/mlruns/mlrunsStore.js";
import {runCli} from "./runCli.js";

let project: string;

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "train-"));
  await writeDemo(join(project, "data", "raw"), {rows: 500});
});

afterAll(() => rm(project, {recursive: true, force: true}));

test("train prints a table of fold metrics and what to do next, and leaves a finished run", async () => {
  const settings = ["--set", "num_iterations=5", "--set", "min_data_in_leaf=20"];
  const {code, stdout} = await runCli("train", ["lightgbm", ...settings, "--name", "mini"], project);
  expect(code).toBe(0);
  const lines = stdout.trimEnd().split("\n");
  const starts = ["fold", "0", "1", "2", "3", "4", "mean", "sd", "Stages:", "Run"];
  expect(lines.map((line) => line.trim().split(/\s+/)[0])).toEqual(starts);
  const {runs} = await finishedCrossValidations(new MlrunsStore(join(project, "mlruns")));
  expect(runs).toMatchObject([{name: "mini", params: {num_iterations: "5", min_data_in_leaf: "20", folds: "5"}}]);
  expect(lines.at(-1)).toContain(`npm run stagemodel -- ${runs[0].runId}`);
});

test("an unknown model is one plain line", async () => {
  const {code, stdout, stderr} = await runCli("train", ["lightgbm-tunned"], project);
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toBe("There is no model “lightgbm-tunned”. Did you mean “lightgbm-tuned”?\n");
});
