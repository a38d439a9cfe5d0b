// @vitest-environment jsdom
import {beforeEach, expect, test} from "vitest";
import {RunsTable} from "../../../../src/components/runs/runsTable.js";
import {sampleExperiment} from "../../../fixtures/reportSamples.js";

const {runs, championId} = sampleExperiment();
let table: ReturnType<typeof RunsTable>;
let inputs: number;

beforeEach(() => {
  table = RunsTable(runs, {championId, baseline: runs[4], parameters: ["num_leaves"]});
  inputs = 0;
  table.addEventListener("input", () => ++inputs);
  document.body.replaceChildren(table);
});

const names = () => [...table.querySelectorAll("tbody a")].map((link) => link.textContent);
const header = (label: string) =>
  [...table.querySelectorAll<HTMLButtonElement>("thead button")].find((button) =>
    button.textContent?.startsWith(label)
  )!;

test("starts with the best AUC and says so to assistive technology", () => {
  expect(names()[0]).toBe("lightgbm-tuned");
  expect(header("AUC").closest("th")?.getAttribute("aria-sort")).toBe("descending");
});

test("sorts by a click on a header, the other way by a second, and keeps the focus", () => {
  header("AUC").click();
  expect(names()[0]).toBe("randomforest");
  header("Run").focus();
  header("Run").click();
  expect(names()).toEqual(names().toSorted());
  expect(table.value.order).toBe("name");
  expect(document.activeElement).toBe(header("Run"));
  expect(inputs).toBe(2);
});

test("sorts losses with the least first, and parameters as numbers with absent ones last", () => {
  header("Log loss").click();
  expect(table.value.order).toBe("logloss");
  header("num_leaves").click();
  const leaves = [...table.querySelectorAll("tbody tr")].map((row) => row.children[11].textContent);
  expect(leaves).toEqual(["2", "2", "4", "20", "20", "31", "31"]);
});

test("measures runs against the baseline with a sign, a colour and a word", () => {
  const deltas = [...table.querySelectorAll<HTMLElement>("tbody tr:first-child .delta")];
  expect(deltas[0].textContent).toMatch(/^\+0\.\d{4}$/);
  expect(deltas[0].dataset.direction).toBe("better");
  expect(deltas[1].textContent).toMatch(/^−0\.\d{4}$/);
  expect(deltas[1].dataset.direction).toBe("better");
  expect(deltas[0].title).toBe("better than the baseline");
  expect([...table.querySelectorAll("tbody tr")].filter((row) => row.querySelector(".delta"))).toHaveLength(6);
});

test("ticking a run selects it; links lead to the run's page", () => {
  table.querySelector<HTMLInputElement>(`input[data-run="${runs[2].runId}"]`)?.click();
  expect(table.value.selected).toEqual([runs[2].runId]);
  expect(table.querySelector(`tr[data-selected="true"] a`)?.getAttribute("href")).toBe(`./run?id=${runs[2].runId}`);
  table.querySelector<HTMLInputElement>(`input[data-run="${runs[2].runId}"]`)?.click();
  expect(table.value.selected).toEqual([]);
});

test("forgets ticks of runs that are not there and explains an empty table", () => {
  expect(RunsTable(runs, {selected: ["gone", runs[0].runId]}).value.selected).toEqual([runs[0].runId]);
  expect(RunsTable([]).textContent).toContain("No run matches the filter");
});
