import {cp, mkdir, mkdtemp, rm, symlink, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {artifactPaths, runKinds, runTags} from "../../models/tracking/crossValidationRuns.js";
import {MlrunsStore} from "../../models/tracking/mlruns/mlrunsStore.js";
import {mlflowTags} from "../../models/tracking/runStore.js";
import {buildPages} from "../../site/framework.js";
import {metrics as definitions} from "../../src/lib/metrics/metrics.js";
import {Report, runPages} from "./report.js";

/** The report's own folders, which a copy of it shares. */
const shared = ["data", "data-loaders", "dataset", "lightgbm-wasm", "models", "node_modules"];
/** Pages that show no runs, and take the longest to build: they stay empty. */
const otherPages = ["features.md", "predict.md", "monitor.md"];

interface LoggedRun {
  name: string;
  auc: number;
  /** Of one fold, in place of what a sound run logs. */
  odd?: Record<string, number>;
  outOfFold?: string;
}

const sound = "ID_code,kfold,target,probability\na,0,0,0.1\nb,1,1,0.7\nc,0,0,0.2\nd,1,1,0.15\n";

async function log(store: MlrunsStore, {name, auc, odd = {}, outOfFold = sound}: LoggedRun): Promise<void> {
  const {runId} = await store.createRun({
    name,
    params: {folds: "2", num_leaves: String(Math.round(100 * auc))},
    tags: {
      [runTags.kind]: runKinds.crossValidation,
      [runTags.model]: name,
      [runTags.title]: name,
      [runTags.dataKind]: "demo",
      [runTags.dataDigest]: "d".repeat(64),
      [runTags.targetColumn]: "target"
    }
  });
  const metric = (key: string, value: number, step = 1) => ({key, value, step, timestamp: 1});
  for (const fold of [0, 1]) {
    const child = await store.createRun({
      name: `fold ${fold}`,
      tags: {[runTags.kind]: runKinds.fold, [runTags.fold]: String(fold), [mlflowTags.parentRunId]: runId}
    });
    const values = {...Object.fromEntries(definitions.map(({name}) => [name, auc - fold / 100])), ...(fold ? odd : {})};
    const curves = ["training_auc", "validation_auc", "training_logloss", "validation_logloss"].flatMap((key) =>
      [1, 2, 3].map((step) => metric(key, step === 2 ? Number.NaN : step / 10, step))
    );
    await store.logBatch(child.runId, {
      metrics: [...Object.entries(values).map(([key, value]) => metric(key, value)), ...curves]
    });
    await store.finishRun(child.runId, "FINISHED");
  }
  await store.logBatch(runId, {metrics: [metric("threshold", odd.threshold ?? 0.25)]});
  const write = (path: string, text: string) => store.writeArtifact(runId, path, new TextEncoder().encode(text));
  await write(artifactPaths.outOfFold, outOfFold);
  await write(artifactPaths.importance, JSON.stringify([{feature: "var_0", gain: [0, 0], split: [0, 0]}]));
  await store.finishRun(runId, "FINISHED");
}

/** A copy of the report with only these runs, built. */
async function buildWith(folder: string, runs: readonly LoggedRun[]): Promise<string> {
  for (const path of shared) await symlink(resolve(path), join(folder, path));
  for (const file of ["package.json", "tsconfig.json", "observablehq.config.ts"]) await cp(file, join(folder, file));
  await cp("src", join(folder, "src"), {
    recursive: true,
    filter: (path) => !path.endsWith(join(".observablehq", "cache", "data"))
  });
  for (const page of otherPages) await writeFile(join(folder, "src", page), "# Not of interest here\n");
  await mkdir(join(folder, "mlruns"));
  const store = new MlrunsStore(join(folder, "mlruns"));
  for (const run of runs) await log(store, run);
  await buildPages({project: folder, quiet: true});
  return join(folder, "dist");
}

const reports: {title: string; runs: LoggedRun[]; heading: RegExp}[] = [
  {
    title: "runs with odd numbers beside sound ones",
    runs: [
      {name: "sound", auc: 0.8},
      {name: "second", auc: 0.7, outOfFold: sound.replace(/^/gm, "0,").replace(/^0,/, ",").replace(/\n0,$/, "\n")},
      {name: "nan", auc: 0.9, odd: {auc: Number.NaN, threshold: Number.NaN}},
      {name: "infinite", auc: 0.95, odd: {logloss: Number.POSITIVE_INFINITY}},
      {name: "no-table", auc: 0.6, outOfFold: "no,table\n1,2\n"},
      {name: "one-class", auc: 0.5, outOfFold: "target,probability\n0,0.1\n0,0\n"}
    ],
    heading: /^sound and second are too close to call on these rows; on new folds sound leads by 0\.1000 AUC$/
  },
  {
    title: "nothing but a run that cannot be ranked",
    runs: [{name: "nan", auc: 0.9, odd: {auc: Number.NaN}}],
    heading: /^No run has a value for AUC$/
  }
];

describe.each(reports)("the report of $title", ({runs, heading}) => {
  let folder: string;
  let report: Report;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "stores-"));
    report = await Report.open({root: await buildWith(folder, runs)});
  });
  afterAll(async () => {
    await report?.[Symbol.asyncDispose]();
    await rm(folder, {recursive: true, force: true});
  });

  it("opens every page without an error", async () => {
    const pages = await runPages(join(folder, "dist"));
    expect(pages).toHaveLength(runs.length);
    for (const path of ["", "experiments", ...pages]) {
      await report.visit(path);
      expect(await report.cellErrors(), path).toEqual([]);
      expect(await report.page.locator("main").innerText(), path).not.toMatch(/undefined|\[object|Infinity/);
    }
    await report.visit("");
    expect(await report.page.locator("h1").innerText()).toMatch(heading);
    expect(report.problems).toEqual([]);
  });

  it("says why a run is not ranked", async () => {
    await report.visit("experiments");
    const row = report.page.locator(".run-table tbody tr", {has: report.page.getByText("nan", {exact: true})});
    await expect.poll(() => row.innerText()).toContain("Not ranked: AUC of fold 1 was logged as NaN");
    expect(await row.getByText("champion").count()).toBe(0);
  });
});
