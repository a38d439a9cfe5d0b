// @vitest-environment jsdom
import {describe, expect, test} from "vitest";
import {BaselineComparison, baselineOf} from "../../../../src/components/runs/baselineCard.js";
import {FoldMetrics, foldMetricsFinding} from "../../../../src/components/runs/foldMetrics.js";
import {Pending} from "../../../../src/components/runs/pending.js";
import {ParameterList, RunFacts} from "../../../../src/components/runs/runFacts.js";
import {RunNeighbours, UnknownRun} from "../../../../src/components/runs/runNeighbours.js";
import {runTiles} from "../../../../src/components/runs/runTiles.js";
import type {RunDetail} from "../../../../src/lib/experiment/experiment.js";
import {sampleDetail} from "../../../fixtures/detailSamples.js";
import {sampleDataSource} from "../../../fixtures/reportSamples.js";
import {auc, logloss, sampleTrials} from "../../../fixtures/trialSamples.js";

const runs = sampleTrials({runs: 20});
const [best, second] = runs;
const detail = sampleDetail(best, {points: 20});
const {outOfFold} = detail;
if ("reason" in outOfFold) throw new Error("The sample has predictions.");
const [_aucCurve] = detail.curves;

describe("a run in words", () => {
  const experiment = {metrics: [auc, logloss], primaryMetric: "auc"};

  test("tiles have its metric with the spread over the folds", () => {
    const [metric, time, model] = runTiles(best, experiment);
    expect(metric).toMatchObject({
      label: "AUC",
      value: expect.stringMatching(/^0\.\d{4}$/),
      detail: "± 0.0040 over the folds"
    });
    expect(time.label).toBe("Training time");
    expect(model.detail).toBe("5 folds");
    const single = {
      ...best,
      kind: "run" as const,
      metrics: {auc: {mean: 0.8, folds: []}},
      durationMilliseconds: undefined
    };
    expect(runTiles(single, experiment).map(({detail}) => detail)).toEqual([
      "one value, no spread",
      "single run, no folds"
    ]);
    const faulty = {...best, metrics: {auc: {reason: "AUC of fold 1 was logged as NaN", faulty: true}}};
    expect(runTiles(faulty, experiment)[0]).toEqual({
      label: "AUC",
      value: "–",
      detail: "AUC of fold 1 was logged as NaN"
    });
    const cut = {
      ...best,
      threshold: 0.24,
      metrics: {...best.metrics, recall: {mean: 0.56, folds: []}, precision: {mean: 0.48, folds: []}}
    };
    expect(runTiles(cut, experiment)[1]).toEqual({
      label: "At threshold 0.240",
      value: "Recall 56 %",
      detail: "precision 48 %"
    });
  });

  test("how it was made, with what can be copied", () => {
    const facts = RunFacts(best, detail, sampleDataSource);
    const labels = [...facts.querySelectorAll(":scope > dt")].map(({textContent}) => textContent);
    expect(labels).toEqual([
      "Command",
      "Commit",
      "Data",
      "Seed",
      "Started",
      "Duration",
      "Stages",
      "Versions",
      "Artifacts",
      "note",
      "Run"
    ]);
    expect(facts.querySelectorAll("button.copy")).toHaveLength(4);
    expect(facts.textContent).toContain("0123456789ab on main, with changes that were not committed");
    expect(facts.textContent).toContain("read 850 ms · bin 1.2 s · train 9.4 s");
    expect(facts.textContent).toContain("model.onnx 1.2 MB");
    expect(facts.querySelector("a")).toBeNull();
    const linked = RunFacts(best, {...detail, mlflowLink: "http://127.0.0.1:5000/#/runs/1"}, undefined);
    expect(linked.querySelector("a")?.href).toBe("http://127.0.0.1:5000/#/runs/1");
  });

  test("a run that says nothing of itself has a short list", () => {
    const bare: RunDetail = {
      runId: best.runId,
      folds: [],
      curves: [],
      importance: {reason: "none"},
      outOfFold: {reason: "none"},
      versions: {},
      stages: [],
      artifacts: [],
      tags: {}
    };
    const facts = RunFacts({...best, durationMilliseconds: undefined}, bare, undefined);
    expect([...facts.querySelectorAll("dt")].map(({textContent}) => textContent)).toEqual(["Started", "Run"]);
    expect(ParameterList({params: {}}).textContent).toBe("The run logged no parameters.");
  });

  test("many artifacts are folded", () => {
    const artifacts = Array.from({length: 9}, (_, i) => ({path: `models/fold-${i}.txt`, bytes: 10}));
    expect(RunFacts(best, {...detail, artifacts}, undefined).querySelector("summary")?.textContent).toBe("9 files");
  });

  test("each fold's metrics, without their means", () => {
    const table = FoldMetrics(detail, [auc, logloss]);
    expect(table.querySelectorAll("tbody tr")).toHaveLength(5);
    expect(table.querySelector("tfoot")).toBeNull();
    expect([...table.querySelectorAll("thead th")].map(({textContent}) => textContent)).toEqual([
      "Fold",
      "AUC",
      "Log loss",
      "Training rows",
      "Validation rows",
      "Duration"
    ]);
    expect(foldMetricsFinding(best, auc)).toMatch(
      /^AUC 0\.\d{4} to 0\.\d{4} in 5 folds, mean 0\.\d{4} \(95 % interval 0\.\d{4} to 0\.\d{4}\)$/
    );
    expect(foldMetricsFinding(best, undefined)).toBe("Metrics by fold");
  });
});

describe("a run among others", () => {
  test("its neighbours in the ranking", () => {
    const nav = RunNeighbours(second, runs);
    expect([...nav.querySelectorAll("a")].map(({textContent}) => textContent)).toEqual([
      "All runs",
      `← 1. ${best.name}`,
      `3. ${runs[2].name} →`
    ]);
    expect(RunNeighbours(best, runs).querySelector('[rel="prev"]')).toBeNull();
    expect(RunNeighbours({...best, runId: "other"}, runs).querySelectorAll("a")).toHaveLength(1);
  });

  test("an unknown one is answered with the nearest", () => {
    expect(UnknownRun("trial-00021", sampleTrials()).textContent).toMatch(
      /This report has no run trial-00021\s+Did you mean trial-0021\?/
    );
    expect(UnknownRun("", runs).textContent).toMatch(/No run is chosen/);
    expect(UnknownRun("<b>x</b>", []).querySelector("b")).toBeNull();
  });

  test("the baseline is the one wished for, else the best other run", () => {
    expect(baselineOf(second, runs, undefined)).toBe(best);
    expect(baselineOf(best, runs, undefined)).toBe(second);
    expect(baselineOf(best, runs, runs[7])).toBe(runs[7]);
    expect(baselineOf(best, runs, best)).toBe(second);
    expect(baselineOf(best, [best], undefined)).toBeUndefined();
  });

  test("the comparison says for each metric whether it is better, and lists the parameters that differ", () => {
    const last = runs.at(-1)!;
    const comparison = BaselineComparison(last, best, {metrics: [auc, logloss]});
    expect(comparison.querySelectorAll("table")[0].querySelectorAll("tbody tr")).toHaveLength(1);
    expect(comparison.querySelector(".verdict")?.textContent).toBe("worse");
    expect(comparison.textContent).toMatch(/worse −0\.\d{4} \(95 % interval −0\.\d{4} to −0\.\d{4}\)/);
    const names = [...comparison.querySelectorAll("table:last-of-type tbody th")].map(({textContent}) => textContent);
    expect(names).not.toContain("objective");
    expect(BaselineComparison(best, {...best, name: "twin"}, {metrics: [auc]}).textContent).toContain(
      "Their parameters are the same."
    );
  });
});

describe("what is loaded", () => {
  test("keeps its height, and takes its place", async () => {
    const place = Pending(Promise.resolve(document.createTextNode("here")), {height: 300, what: "The details"});
    expect(place.style.minHeight).toBe("300px");
    expect(place.getAttribute("aria-busy")).toBe("true");
    await expect.poll(() => place.textContent).toBe("here");
    expect(place.hasAttribute("aria-busy")).toBe(false);
  });

  test("says why it failed, and can be asked for again", async () => {
    const place = Pending(Promise.reject(new Error("Status 404.")), {
      height: 10,
      what: "The details of run a",
      retry: () => Promise.resolve(document.createTextNode("here"))
    });
    await expect.poll(() => place.textContent).toContain("The details of run a could not be shown. Status 404.");
    place.querySelector("button")?.click();
    await expect.poll(() => place.textContent).toBe("here");
  });
});
