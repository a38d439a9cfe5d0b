import process from "node:process";
import type {Page} from "playwright-core";
import {afterAll, beforeAll, beforeEach, describe, expect, it} from "vitest";
import {manyRuns} from "../fixtures/manyRuns.js";
import {openExperiment} from "./experimentReport.js";
import {Report} from "./report.js";
import {runTable} from "./runTable.js";

/** What the page shows: a sweep's worth of runs, so that only some rows exist at a time. */
const experiment = manyRuns({runs: 1000, parameters: 30});
const [_best, second, third] = experiment.runs;

let opened: Awaited<ReturnType<typeof openExperiment>>;
let report: Report;
let page: Page;
beforeAll(async () => {
  opened = await openExperiment(experiment);
  ({report} = opened);
  ({page} = report);
});
afterAll(() => opened?.[Symbol.asyncDispose]());

const {rows, names, pinned, head, parameters, scroller, visit, type} = runTable(() => report);

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
