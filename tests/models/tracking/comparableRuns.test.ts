import {expect, test} from "vitest";
import {comparableRuns} from "../../../models/tracking/comparableRuns.js";
import type {Run} from "../../../models/tracking/runStore.js";

/** Newest first. */
const runs = (...described: [name: string, digest: string, rows: number][]) =>
  described.map(([name, digest, rows]) => {
    const tags = {"data.sha256": digest, "data.train_rows": String(rows)};
    const parent: Run = {
      ...{runId: name, name, status: "FINISHED", startTime: 1, endTime: 2},
      ...{params: {}, metrics: {}, tags}
    };
    return {parent};
  });

const names = (list: {parent: Run}[]) => list.map(({parent}) => parent.name);

test("a trial on fewer rows does not hide what was there, and is left out", () => {
  const {comparable, others} = comparableRuns(runs(["smoke", "b", 1_000], ["two", "a", 9_000], ["one", "a", 9_000]));
  expect([names(comparable), names(others)]).toEqual([["two", "one"], ["smoke"]]);
});

test("the data at hand are shown if there are runs on them", () => {
  const all = runs(["two", "a", 9_000], ["own", "b", 400]);
  expect(names(comparableRuns(all, "b").comparable)).toEqual(["own"]);
  expect(names(comparableRuns(all, "c").comparable)).toEqual(["two"]);
});

test("of as many rows the version with more runs is shown, then that of the newest run", () => {
  const one = runs(["new", "b", 10], ["old", "a", 10]);
  expect(names(comparableRuns(one).comparable)).toEqual(["new"]);
  expect(names(comparableRuns([...one, ...runs(["older", "a", 10])]).comparable)).toEqual(["old", "older"]);
  expect(comparableRuns([])).toEqual({comparable: [], others: []});
});
