import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import process from "node:process";
import {setTimeout as wait} from "node:timers/promises";
import {afterAll, beforeAll, expect, test} from "vitest";
import {writeDemo} from "../../data-loaders/demo/writeDemo.js";
import {loadExperiment} from "../../data-loaders/experiments/loadExperiment.js";
import {isPruned, readCrossValidations} from "../../models/tracking/crossValidationRuns.js";
import {MlrunsStore} from "../../models/tracking/mlruns/mlrunsStore.js";
import {runCli} from "./runCli.js";

let project: string;

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "sweep-"));
  await writeDemo(join(project, "data", "raw"), {rows: 500});
  const space = "learning_rate: {from: 0.001, to: 0.5, scale: log}\nnum_iterations: [9]\nmin_data_in_leaf: [20, 40]\n";
  await writeFile(join(project, "space.yaml"), space);
});

afterAll(() => rm(project, {recursive: true, force: true}));

test("sweep prints the best trials and what to do next, goes on, and its trials are in the report", async () => {
  const args = ["lightgbm", "--space", "space.yaml", "--name", "mini"];
  const first = await runCli("sweep", [...args, "--trials", "3"], project);
  expect(first).toMatchObject({code: 0, stderr: ""});
  const [header, ...rest] = first.stdout.trimEnd().split("\n");
  expect(header).toBe("trial     auc  settings");
  const pruned = Number(/, (\d) pruned/.exec(first.stdout)?.[1] ?? 0);
  expect(rest).toHaveLength(4 - pruned);
  expect(rest.at(-1)).toMatch(/^Sweep mini \(run [0-9a-f]{32}\) in mlruns: 3 trials, .* Next: npm run stagemodel -- /);

  const extended = await runCli("sweep", [...args, "--trials", "18"], project);
  const directory = join(project, "mlruns");
  const {crossValidations, unfinished} = await readCrossValidations(new MlrunsStore(directory));
  expect(crossValidations.length + unfinished.length).toBe(18);
  expect(unfinished.every(isPruned)).toBe(true);
  expect(extended.stdout).toContain(`18 trials, ${unfinished.length} pruned, `);
  const {runs, leftOut, sweeps} = await loadExperiment({
    env: {},
    directory,
    data: join(project, "data"),
    warn: () => undefined
  });
  expect(runs.map(({name}) => name)).toEqual(expect.arrayContaining(["mini trial 0", "mini trial 1"]));
  expect(leftOut).toMatchObject([{reason: "pruned", count: unfinished.length}]);
  expect(sweeps).toMatchObject([{name: "mini", shown: crossValidations.length, pruned: unfinished.length}]);
  expect(runs.every(({sweep}) => sweep === sweeps[0].runId)).toBe(true);

  const confirmed = await runCli("stagemodel", ["best:mini", "--output", "confirmed"], project);
  expect({...confirmed, stdout: ""}).toEqual({code: 0, stderr: "", stdout: ""});
  const interval = /^ {2}trial \d+: AUC 0\.\d{4} in the sweep, 0\.\d{4} \(0\.\d{4} to [01]\.\d{4}\) on fresh folds$/gm;
  const lines = confirmed.stdout.match(interval);
  expect(lines?.length).toBeGreaterThan(0);
  const again = await runCli("stagemodel", ["best:mini", "--output", "confirmed"], project);
  expect(again.stdout.match(interval)).toEqual(lines);
  expect(again.stdout).toContain("They were confirmed before; nothing was trained again.");
  const none = await runCli("stagemodel", ["best:other"], project);
  expect(none.stderr).toMatch(/^There is no sweep “other” on this training file in mlruns/);

  const best = /stagemodel -- (\w+)/.exec(extended.stdout)?.[1] ?? "";
  const staged = await runCli("stagemodel", [best, "--output", "staged"], project);
  expect({...staged, stdout: ""}).toEqual({code: 0, stderr: "", stdout: ""});
  expect(staged.stdout).toMatch(/version [12] of santander-transactions, its champion|already/);
});

test("what is wrong with a space or its name is one line with its place", async () => {
  await writeFile(join(project, "bad.yaml"), "learning_rate: [0.1]\n\nnum_leaves: {from: 9, to: 3}\n");
  const bad = await runCli("sweep", ["lightgbm", "--space", "bad.yaml"], project);
  expect(bad).toEqual({
    code: 1,
    stdout: "",
    stderr: "Line 3 of the search space: the range of num_leaves is empty: from 9 to 3.\n  in bad.yaml, row 3\n"
  });
  const none = await runCli("sweep", ["lightgbm", "--trials", "0"], project);
  expect(none).toEqual({code: 1, stdout: "", stderr: "Option --trials must be at least 1, not 0.\n"});
});

/** A sweep whose trials would take minutes, in a group of its own, with a store of its own. */
function start(name: string): {child: ChildProcess; store: MlrunsStore} {
  const directory = join(project, name);
  const program = ["--import", import.meta.resolve("tsx"), "cli/sweep.ts", "lightgbm"];
  const options = ["--space", join(project, "long.yaml"), "--data", join(project, "data")];
  const env = {...process.env, MLFLOW_TRACKING_URI: directory};
  const child = spawn(process.execPath, [...program, ...options], {env, stdio: "ignore"});
  return {child, store: new MlrunsStore(directory)};
}

test.skipIf(process.platform === "win32").each(["SIGINT", "SIGTERM", "SIGKILL"] as const)(
  "%s ends a sweep within a second; what was going on is tried again",
  async (signal) => {
    const long = "num_iterations: [50000]\nmin_data_in_leaf: [20]\nlearning_rate: {from: 0.01, to: 0.1}\n";
    await writeFile(join(project, "long.yaml"), long);
    const {child, store} = start(`mlruns-${signal}`);
    const isTraining = async () =>
      (await store.searchRuns({kind: "fold"})).runs.some(({metrics}) => metrics.validation_auc !== undefined);
    while (!(await isTraining())) await wait(100);
    const sent = performance.now();
    child.kill(signal);
    const [code] = await once(child, "exit");
    expect(performance.now() - sent).toBeLessThan(1_000);
    expect(code).toBe({SIGINT: 130, SIGTERM: 143, SIGKILL: null}[signal]);
    await store.endAbandonedRuns();
    const {runs} = await store.searchRuns();
    expect(runs.map(({status}) => status)).toEqual(Array.from({length: 7}, () => "KILLED"));
    const again = start(`mlruns-${signal}`);
    const trials = async () => (await store.searchRuns({kind: "cross-validation", "sweep.trial": "0"})).runs.length;
    while ((await trials()) < 2) await wait(100);
    again.child.kill("SIGTERM");
    await once(again.child, "exit");
    expect((await store.searchRuns({kind: "sweep"})).runs).toHaveLength(1);
  }
);
