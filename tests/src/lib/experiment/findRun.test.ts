import {expect, test} from "vitest";
import {findRun, nearestRun, rankedWith} from "../../../../src/lib/experiment/findRun.js";
import {auc, sampleTrials} from "../../../fixtures/trialSamples.js";

const runs = sampleTrials({runs: 20});
const [first] = runs;

test("a run is found by its id, its name or the beginning of its id", () => {
  expect(findRun(runs, first.runId)).toBe(first);
  expect(findRun(runs, first.name)).toBe(first);
  expect(findRun(runs, first.runId.slice(0, 9))).toBe(first);
  expect(findRun(runs, first.runId.slice(0, 5))).toBeUndefined();
  expect(findRun(runs, "000000")).toBeUndefined();
  expect(findRun(runs, "")).toBeUndefined();
});

test("what was probably meant is near by name or by id", () => {
  expect(nearestRun(runs, "trail-0003")?.name).toBe("trial-0003");
  expect(nearestRun(runs, `${first.runId.slice(0, -1)}0`)).toBe(first);
  expect(nearestRun(runs, "something else")).toBeUndefined();
});

test("runs are ranked with those on the same data", () => {
  const mixed = runs.map((run, i) => ({...run, data: i % 2}));
  const experiment = {
    names: ["e"],
    store: "mlruns",
    dataSources: [],
    primaryMetric: "auc",
    metrics: [auc],
    championId: null,
    stagedId: null,
    runs: mixed,
    leftOut: [],
    sweeps: []
  };
  expect(rankedWith(mixed[1], experiment)).toEqual(mixed.filter(({data}) => data === 1));
});
