import process from "node:process";
import type {Locator, Page} from "playwright-core";
import {afterAll, beforeAll, beforeEach, describe, expect, it} from "vitest";
import {manyRuns} from "../fixtures/manyRuns.js";
import {openExperiment} from "./experimentReport.js";
import {Report} from "./report.js";

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

const rows = () => page.locator("tbody:not(.pinned) tr[data-key]");
const names = () => rows().locator("a").allInnerTexts();
const pinned = () => page.locator("tbody.pinned tr");
const filter = () => page.getByRole("combobox", {name: "Filter"});
const completion = (text: string) => page.getByRole("listbox").getByRole("option", {name: text});
const matches = () => page.locator(".matches").innerText();
const head = (column: string) => page.locator(`th[data-column="${column}"]`);
const parameters = () => new URL(page.url()).searchParams;
const scroller = () => page.locator(".run-scroll");
const focusedRow = () =>
  page.evaluate(() => document.activeElement?.closest<HTMLElement>("tr")?.querySelector("a")?.textContent);

async function visit(query = ""): Promise<void> {
  await report.visit(`experiments${query}`);
  await expect.poll(() => rows().count()).toBeGreaterThan(0);
}

async function type(text: string): Promise<void> {
  await filter().fill(text);
}

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

describe("what is compared", () => {
  beforeEach(() => visit());

  it("follows the metric: title, order and axis", async () => {
    await page.getByLabel("Metric", {exact: true}).selectOption({label: "Log loss"});
    await expect.poll(() => page.locator("h1").innerText()).toMatch(/log loss/);
    expect(await head("metric").getAttribute("aria-sort")).toBe("ascending");
    expect(parameters().get("metric")).toBe("logloss");
    const values = (await rows().locator(".metric-value").allInnerTexts()).map(Number);
    expect(values).toEqual(values.toSorted((a, b) => a - b));
  });

  it("measures every run against the baseline, in words and with an interval", async () => {
    const difference = rows().first().locator(".difference-column");
    expect(await difference.innerText()).toMatch(
      /^(better|worse|too close to call)\s+[−+±]0\.\d{4}\s+[−+±]0\.\d{4} to [−+±]0\.\d{4}$/
    );
  });

  it("keeps the baseline on top when the filter leaves it out", async () => {
    await page.getByLabel("Baseline").selectOption({label: third.name});
    await expect.poll(() => pinned().innerText()).toContain(third.name);
    expect(await names()).not.toContain(third.name);
    await type(`name = ${second.name}`);
    await expect.poll(names).toEqual([second.name]);
    expect(await pinned().innerText()).toContain(third.name);
    expect(await pinned().getAttribute("class")).toContain("unmatched");
    await page.getByLabel("Baseline").selectOption({label: "None"});
    await expect.poll(() => pinned().count()).toBe(0);
  });

  it("groups by a model or parameter with mean, interval and number of runs, which fold open", async () => {
    await page.getByLabel("Group by").selectOption({label: "Model"});
    await expect.poll(() => page.locator("tr.group").count()).toBe(3);
    const group = page.locator("tr.group").first();
    expect(await group.innerText()).toMatch(/lightgbm-tuned\s+334 runs[\s\S]*mean 0\.\d{4} to 0\.\d{4}/);
    expect(await page.locator(".run-note:not(.print-note)").innerText()).toContain("Student’s t over the runs");
    expect(await page.locator("table").getAttribute("role")).toBe("treegrid");
    await group.click();
    await expect.poll(() => page.locator("tr.member").count()).toBeGreaterThan(5);
    expect(await group.getAttribute("aria-expanded")).toBe("true");
    await group.focus();
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => page.locator("tr.member").count()).toBe(0);
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator("tr.member").count()).toBeGreaterThan(5);
    expect(parameters().get("open")).toBe("lightgbm-tuned");
  });

  it("ticks runs by pointer, a range with Shift, and lets them go", async () => {
    await rows().nth(0).getByRole("checkbox").check();
    await expect.poll(() => page.locator(".selection").innerText()).toContain("1 selected");
    await rows()
      .nth(2)
      .getByRole("checkbox")
      .click({modifiers: ["Shift"]});
    await expect.poll(() => page.locator(".selection strong").innerText()).toBe("3 selected");
    await page.getByRole("button", {name: "Clear", exact: true}).click();
    await expect.poll(() => parameters().has("selected")).toBe(false);
    expect(await rows().locator("input:checked").count()).toBe(0);
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

it("reopens the view that an address names", async () => {
  const view = {
    filter: "auc > 0.8",
    metric: "average_precision",
    order: "param.num_leaves",
    columns: "param.num_leaves,model",
    baseline: third.runId,
    selected: [second.runId, third.runId].join()
  };
  await visit(`?${new URLSearchParams(view)}`);
  expect(await page.getByLabel("Metric", {exact: true}).inputValue()).toBe("average_precision");
  expect(await pinned().innerText()).toContain(third.name);
  expect(await page.locator(".selection strong").innerText()).toBe("2 selected");
  expect(await page.locator("thead th").count()).toBe(4);
  expect(await head("param.num_leaves").getAttribute("aria-sort")).toBe("ascending");
});

it("lists the runs that are not shown", async () => {
  await visit();
  await page.getByText("3 runs are not shown: 1 failed, 2 interrupted").click();
  await expect.poll(() => page.locator(".left-out dl").innerText()).toContain("older, oldest");
});

it("saves the table as CSV", async () => {
  await visit(`?filter=${encodeURIComponent(`name = ${third.name}`)}`);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", {name: "CSV"}).first().click()
  ]);
  const stream = await file.createReadStream();
  let text = "";
  for await (const chunk of stream) text += chunk;
  const [header, row, ...rest] = text.trim().split("\n");
  expect(header).toMatch(/^run_id,name,auc,auc\.fold_0,.*difference,difference\.low,difference\.high,verdict,model,/);
  expect(row).toContain(`${third.runId},${third.name},`);
  expect(rest).toEqual([]);
});

describe.each(["light", "dark"] as const)("in %s", (colorScheme) => {
  it("fits every width, in two lines a run on phones", async () => {
    await page.emulateMedia({colorScheme});
    await visit();
    for (const width of [360, 390, 640, 768, 1024, 1280, 1600]) {
      await page.setViewportSize({width, height: 800});
      await expect.poll(() => rows().count()).toBeGreaterThan(0);
      expect(await report.scrollsSideways(), `${width} pixels`).toBe(false);
      const isNarrow = width <= 640;
      await expect
        .poll(() =>
          scroller()
            .getAttribute("class")
            .then((name) => name?.includes("narrow"))
        )
        .toBe(isNarrow);
      const {height} = (await rows().nth(1).boundingBox()) ?? {};
      expect(height).toBe(isNarrow ? 62 : 34);
      if (isNarrow) await expect.poll(() => page.getByLabel("Sort by").isVisible()).toBe(true);
    }
    await page.setViewportSize({width: 390, height: 844});
    await page.getByLabel("Sort by").selectOption({label: "Duration"});
    await expect.poll(() => parameters().get("order")).toBe("duration");
    await page.setViewportSize({width: 1280, height: 800});
  });
});

it("answers within a tenth of a second of main-thread time", async () => {
  await visit();
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", {timeDomain: "threadTicks"});
  const busy = async () => {
    const {metrics} = await session.send("Performance.getMetrics");
    return 1000 * (metrics.find(({name}) => name === "TaskDuration")?.value ?? 0);
  };
  const settled = () =>
    page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 50))))
    );
  const interactions: Record<string, (turn: number) => Promise<unknown>> = {
    sort: () => head("model").getByRole("button").click(),
    tick: (turn) => rows().nth(turn).getByRole("checkbox").click(),
    baseline: (turn) => page.getByLabel("Baseline").selectOption({index: 4 + turn}),
    metric: (turn) => page.getByLabel("Metric", {exact: true}).selectOption({index: 1 + (turn % 4)}),
    filter: (turn) => type(`auc > 0.8${turn}`),
    group: (turn) => page.getByLabel("Group by").selectOption({index: turn % 4})
  };
  const medians: Record<string, number> = {};
  for (const [name, act] of Object.entries(interactions)) {
    const times: number[] = [];
    for (let turn = 0; turn < 7; ++turn) {
      await settled();
      const before = await busy();
      await act(turn);
      await settled();
      times.push((await busy()) - before);
    }
    medians[name] = Math.round(times.toSorted((a, b) => a - b)[3]);
  }
  process.stdout.write(
    `Main-thread milliseconds an interaction, 1,000 runs × 30 parameters: ${JSON.stringify(medians)}\n`
  );
  expect(Object.values(medians).every(Number.isFinite)).toBe(true);
});

describe("the recorded runs", () => {
  let recorded: Report;
  beforeAll(async () => {
    recorded = await Report.open();
  });
  afterAll(() => recorded?.[Symbol.asyncDispose]());

  it("open by keyboard and by pointer", async () => {
    await recorded.visit("experiments");
    const links = recorded.page.locator("tbody tr[data-key] a");
    const [first, next] = await links.allInnerTexts();
    await recorded.page.locator("tbody tr[data-key]").first().focus();
    await recorded.page.keyboard.press("Enter");
    await expect.poll(() => recorded.page.locator("h1").innerText()).toContain(first);
    await recorded.visit("experiments");
    await links.nth(1).click();
    await expect.poll(() => recorded.page.locator("h1").innerText()).toContain(next);
  });

  it("are compared once two are ticked, at an address of its own", async () => {
    await recorded.visit("experiments");
    const ticks = recorded.page.locator("tbody tr[data-key] input");
    await ticks.nth(0).check();
    const compare = recorded.page.getByRole("button", {name: "Compare", exact: true});
    expect(await compare.isDisabled()).toBe(true);
    await ticks.nth(1).check();
    await compare.click();
    await expect.poll(() => new URL(recorded.page.url()).searchParams.get("compare")?.split(",")).toHaveLength(2);
    await recorded.page.goBack();
    await expect.poll(() => new URL(recorded.page.url()).searchParams.has("compare")).toBe(false);
  });

  it("leave the console clean", () => expect(recorded.problems).toEqual([]));
});

it("leaves the console clean", () => expect(report.problems).toEqual([]));
