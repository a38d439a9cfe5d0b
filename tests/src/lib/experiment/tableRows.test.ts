import {expect, test} from "vitest";
import {groupMean, groupRows} from "../../../../src/lib/experiment/groupRuns.js";
import {differs, type RunColumn, runColumns, sortKeys} from "../../../../src/lib/experiment/runColumns.js";
import {sortRuns, tableRows} from "../../../../src/lib/experiment/tableRows.js";
import {manyRuns} from "../../../fixtures/manyRuns.js";

const experiment = manyRuns({runs: 12, parameters: 8});
const columns = runColumns(experiment, experiment.runs);
const column = (key: string): RunColumn => {
  const found = columns.find((each) => each.key === key);
  if (!found) throw new Error(`There is no column ${key}.`);
  return found;
};
const rows = experiment.runs.map((_, row) => row);

test("columns hold what runs have, with names that no other has", () => {
  expect(column("metric.auc").numbers).toHaveLength(12);
  expect(column("param.boosting")).toMatchObject({kind: "text", of: "parameter"});
  expect(column("param.num_leaves")).toMatchObject({kind: "number", name: "num_leaves"});
  expect(new Set(columns.map(({name}) => name)).size).toBe(columns.length);
});

test("a parameter of a metric's name is told apart by a prefix", () => {
  const runs = experiment.runs.map((run) => ({...run, params: {auc: "x", model: "y"}}));
  const names = runColumns(experiment, runs).map(({key, name}) => [key, name]);
  expect(names).toContainEqual(["param.auc", "params.auc"]);
  expect(names).toContainEqual(["param.model", "params.model"]);
});

test("a parameter with text in one run is text, and keeps its numbers", () => {
  const [first, ...others] = experiment.runs;
  const runs = [{...first, params: {depth: "None"}}, ...others.map((run) => ({...run, params: {depth: "3"}}))];
  const depth = runColumns(experiment, runs).find(({key}) => key === "param.depth");
  expect(depth?.kind).toBe("text");
  expect(depth?.numbers[1]).toBe(3);
});

test("a value that only some runs have tells them apart", () => {
  expect(differs(column("param.lambda_l1"), rows)).toBe(true);
  expect(differs(column("name"), [0])).toBe(false);
});

test("runs sort by value, those without it last either way", () => {
  const keys = sortKeys(column("param.lambda_l1"));
  for (const descending of [false, true]) {
    const sorted = sortRuns(rows, {column: column("param.lambda_l1"), descending}).map((row) => keys[row]);
    const known = sorted.filter((key) => !Number.isNaN(key));
    expect(known).toEqual(known.toSorted((a, b) => (descending ? b - a : a - b)));
    expect(sorted.slice(known.length).every(Number.isNaN)).toBe(true);
  }
});

test("names sort as people count", () => {
  const names = sortRuns(rows, {column: column("name"), descending: false}).map((row) => experiment.runs[row].name);
  expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b, "en", {numeric: true})));
});

test("groups lie by their means, and show their runs where they are open", () => {
  const order = {column: column("metric.auc"), descending: true};
  const closed = tableRows(rows, {order, groupBy: column("model")});
  expect(closed.map((row) => row.kind)).toEqual(["group", "group", "group"]);
  const means = closed.map((row) =>
    row.kind === "group" ? groupMean(row.rows, order.column.numbers)?.mean : undefined
  );
  expect(means).toEqual(means.toSorted((a, b) => (b ?? 0) - (a ?? 0)));
  const open = tableRows(rows, {order, groupBy: column("model"), isOpen: (value) => value === "lightgbm"});
  expect(open).toHaveLength(3 + 4);
  const at = open.findIndex((row) => row.kind === "group" && row.isOpen);
  expect(open.slice(at + 1, at + 5).every((row) => row.kind === "run" && row.isMember)).toBe(true);
});

test("runs without the value are a group of their own", () => {
  const groups = groupRows(rows, column("param.lambda_l1"));
  const without = groups.find(({value}) => value === undefined);
  expect(without?.rows.every((row) => experiment.runs[row].params.lambda_l1 === undefined)).toBe(true);
});

test("a group's mean has Student's t interval", () => {
  // scipy.stats.t.interval(0.95, 3, 2.5, scipy.stats.sem([1, 2, 3, 4]))
  const group = groupMean([0, 1, 2, 3, 4], [1, 2, 3, 4, Number.NaN]);
  expect(group).toMatchObject({mean: 2.5, runs: 4});
  expect(group?.interval?.low).toBeCloseTo(0.4457397, 6);
  expect(group?.interval?.high).toBeCloseTo(4.5542603, 6);
  expect(groupMean([0], [1])).toEqual({mean: 1, runs: 1});
  expect(groupMean([0], [Number.NaN])).toBeUndefined();
});
