import type {Locator, Page} from "playwright-core";
import {afterAll, beforeAll, beforeEach, describe, expect, it} from "vitest";
import {manyRuns} from "../fixtures/manyRuns.js";
import {openExperiment} from "./experimentReport.js";
import type {Report} from "./report.js";
import {runTable} from "./runTable.js";

/** What the page shows: a sweep's worth of runs, so that only some rows exist at a time. */
const experiment = manyRuns({runs: 1000, parameters: 30});
const [best, second, third] = experiment.runs;

let opened: Awaited<ReturnType<typeof openExperiment>>;
let report: Report;
let page: Page;
beforeAll(async () => {
  opened = await openExperiment(experiment);
  ({report} = opened);
  ({page} = report);
});
afterAll(() => opened?.[Symbol.asyncDispose]());

const {rows, names, pinned, filter, completion, matches, head, parameters, scroller, focusedRow, visit, type} =
  runTable(() => report);

/** Drags over a part of a chart, in shares of its width. */
async function drag(target: Locator, from: number, to: number): Promise<void> {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (!box) throw new Error("What is dragged over is not in sight.");
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + from * box.width, y);
  await page.mouse.down();
  await page.mouse.move(box.x + ((from + to) / 2) * box.width, y, {steps: 3});
  await page.mouse.move(box.x + to * box.width, y, {steps: 3});
  await page.mouse.up();
}

describe("the table of runs", () => {
  beforeEach(() => visit());

  it("has the best run pinned as the baseline, and the others best first, of which few exist", async () => {
    expect(await pinned().innerText()).toContain(best.name);
    expect((await names()).slice(0, 2)).toEqual([second.name, third.name]);
    expect(await page.locator("table").getAttribute("aria-rowcount")).toBe("1001");
    expect(await rows().count()).toBeLessThan(80);
    await scroller().evaluate((element) => element.scrollTo(0, 1e6));
    await expect.poll(async () => (await names()).at(-1)).toBe(experiment.runs.at(-1)?.name);
    expect(await rows().last().getAttribute("aria-rowindex")).toBe("1000");
  });

  it("sorts by a head, and keeps focus, columns in sight and a way back", async () => {
    const button = head("param.parameter_20").getByRole("button");
    await button.scrollIntoViewIfNeeded();
    const before = await scroller().evaluate((element) => element.scrollLeft);
    expect(before).toBeGreaterThan(0);
    await button.click();
    await expect.poll(() => head("param.parameter_20").getAttribute("aria-sort")).toBe("ascending");
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press("Enter");
    await expect.poll(() => head("param.parameter_20").getAttribute("aria-sort")).toBe("descending");
    expect(await scroller().evaluate((element) => element.scrollLeft)).toBe(before);
    expect(parameters().get("order")).toBe("-param.parameter_20");
    const shown = await rows().locator('td[data-column="param.parameter_20"]').allInnerTexts();
    expect(shown.slice(0, 20)).toEqual(shown.slice(0, 20).toSorted((a, b) => Number(b) - Number(a)));
    await page.goBack();
    await page.goBack();
    await expect.poll(names).toContain(second.name);
    expect(await head("metric").getAttribute("aria-sort")).toBe("descending");
  });

  it("leads through the heads by arrow keys, with one stop of the tab key", async () => {
    await head("name").getByRole("button").focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await expect.poll(() => head("model").getAttribute("aria-sort")).toBe("ascending");
    await page.keyboard.press("ArrowDown");
    expect(await focusedRow()).toBe(best.name);
  });

  it("moves through rows by keys, and ticks with Space", async () => {
    await pinned().focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    expect(await focusedRow()).toBe(third.name);
    await page.keyboard.press(" ");
    expect(parameters().get("selected")).toBe(third.runId);
    expect(await focusedRow()).toBe(third.name);
    await page.keyboard.press("End");
    await expect.poll(focusedRow).toBe(experiment.runs.at(-1)?.name);
    await page.keyboard.press("PageUp");
    await expect.poll(focusedRow).toBe(experiment.runs.at(-11)?.name);
    await page.keyboard.press("Home");
    await expect.poll(focusedRow).toBe(best.name);
  });

  it("keeps the focused row while it sorts, filters and scrolls", async () => {
    await rows().filter({hasText: third.name}).focus();
    await type(`${third.name.slice(0, 8)}`);
    await rows().filter({hasText: third.name}).focus();
    await scroller().evaluate((element) => element.scrollTo(0, 5000));
    await page.waitForFunction(() => document.querySelectorAll("tbody tr.spacer").length > 1);
    expect(await focusedRow()).toBe(third.name);
  });
});

describe("the filter", () => {
  beforeEach(() => visit());
  const count = (test: (run: (typeof experiment.runs)[number]) => boolean) => experiment.runs.filter(test).length;
  const auc = ({metrics}: (typeof experiment.runs)[number]) => ("mean" in metrics.auc ? metrics.auc.mean : 0);

  it("takes what people type, says how many match, and is shared by the address", async () => {
    await type("AUC>0.85 and Model = lightgbm-tuned");
    const expected = count((run) => auc(run) > 0.85 && run.model === "lightgbm-tuned");
    await expect.poll(matches).toBe(`${expected} of 1,000 runs`);
    const shown = await names();
    await visit(`?filter=${encodeURIComponent("AUC>0.85 and Model = lightgbm-tuned")}`);
    expect(await filter().inputValue()).toBe("AUC>0.85 and Model = lightgbm-tuned");
    expect(await names()).toEqual(shown);
  });

  it("makes one history entry of what is typed", async () => {
    await filter().pressSequentially("auc > 0.86");
    await expect.poll(matches).toMatch(/ of 1,000 runs$/);
    await page.goBack();
    await expect.poll(matches).toBe("1,000 runs");
    expect(await filter().inputValue()).toBe("");
  });

  it("completes names and values by keyboard and pointer", async () => {
    await filter().pressSequentially("mod");
    await completion("model").waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(await filter().inputValue()).toBe("model ");
    await filter().pressSequentially("= ");
    await completion("randomforest").click();
    expect(await filter().inputValue()).toBe("model = randomforest ");
    await expect.poll(matches).toBe("333 of 1,000 runs");
    await page.keyboard.press("Escape");
    expect(await page.getByRole("listbox").count()).toBe(0);
  });

  it("explains a mistake at its place, keeps the runs as they were, and corrects it", async () => {
    await type("model = lightgbm");
    await expect.poll(matches).toBe("333 of 1,000 runs");
    await type("model = lightgbm and acu > 0.8");
    await expect
      .poll(() => page.locator(".query-mistake").innerText())
      .toContain("There is no metric, parameter or column acu; did you mean auc?");
    expect(await page.locator(".query-marks mark").innerText()).toBe("acu");
    expect(await filter().getAttribute("aria-invalid")).toBe("true");
    expect(await matches()).toBe("333 of 1,000 runs, as the filter was before");
    await page.getByRole("button", {name: "Change to auc"}).click();
    expect(await filter().inputValue()).toBe("model = lightgbm and auc > 0.8");
    expect(await filter().getAttribute("aria-invalid")).toBeNull();
  });

  it("finds nothing without an empty chart, and names the value that was meant", async () => {
    await type("model = lightgbm-tunde");
    await expect.poll(() => page.locator(".run-scroll .empty").innerText()).toBe("No run matches the filter.");
    expect(await page.locator(".query-mistake").innerText()).toContain("did you mean lightgbm-tuned?");
    await page.getByRole("button", {name: "Clear the filter"}).click();
    await expect.poll(matches).toBe("1,000 runs");
  });

  it("is written by dragging over a column's histogram, and cleared by a click on it", async () => {
    const histogram = head("metric").locator(".column-histogram");
    await drag(histogram, 0.7, 0.99);
    await expect.poll(() => filter().inputValue()).toMatch(/^auc >= 0\.\d+ and auc <= 0\.\d+$/);
    const [, low, high] = /^auc >= (0\.\d+) and auc <= (0\.\d+)$/.exec(await filter().inputValue()) ?? [];
    expect(await matches()).toBe(
      `${count((run) => auc(run) >= Number(low) && auc(run) <= Number(high))} of 1,000 runs`
    );
    await histogram.click();
    await expect.poll(() => filter().inputValue()).toBe("");
    const leaves = head("param.num_leaves").locator(".column-histogram");
    await drag(leaves, 0.1, 0.3);
    await expect.poll(() => filter().inputValue()).toMatch(/^num_leaves >= \d+ and num_leaves <= \d+$/);
    await leaves.click();
    await head("model")
      .locator(".column-histogram")
      .click({position: {x: 5, y: 9}});
    await expect.poll(() => filter().inputValue()).toBe("model = lightgbm-tuned");
  });
});

describe("the columns", () => {
  beforeEach(() => visit());
  const shown = () =>
    page.locator("thead th").evaluateAll((heads) => heads.map((each) => (each as HTMLElement).dataset.column));
  const open = () => page.getByRole("button", {name: "Columns"}).click();
  const item = (column: string) => page.locator(`.column-list li[data-column="${column}"]`);

  it("are hidden and shown", async () => {
    await open();
    await item("model").getByRole("checkbox").uncheck();
    await expect.poll(shown).not.toContain("model");
    await item("model").getByRole("checkbox").check();
    await expect.poll(shown).toContain("model");
    expect(parameters().get("columns")).toContain("model");
    await page.getByRole("button", {name: "As at first"}).click();
    expect(parameters().has("columns")).toBe(false);
  });

  it("move by keyboard and by dragging", async () => {
    await open();
    const up = item("model").getByRole("button", {name: "Move Model up"});
    await up.focus();
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await shown()).slice(0, 4)).toEqual(["name", "metric", "model", "difference"]);
    expect(await up.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press("Alt+ArrowDown");
    await expect.poll(async () => (await shown()).slice(0, 4)).toEqual(["name", "metric", "difference", "model"]);
    await item("param.num_leaves").dragTo(item("difference"));
    await expect.poll(async () => (await shown())[2]).toBe("param.num_leaves");
    await page.keyboard.press("Escape");
    await page.reload({waitUntil: "networkidle"});
    await expect.poll(async () => (await shown())[2]).toBe("param.num_leaves");
  });
});

it("leaves the console clean", () => expect(report.problems).toEqual([]));
