import {readFile} from "node:fs/promises";
import {createRequire} from "node:module";
import {csvParse} from "d3-dsv";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {type Experiment, rankByMetric} from "../../src/lib/experiment/experiment.js";
import {parseExperiment} from "../../src/lib/experiment/parseExperiment.js";
import {Report} from "./report.js";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let report: Report;
let experiment: Experiment;
/** The best runs of all, by AUC. */
let best: string;
let second: string;
beforeAll(async () => {
  report = await Report.open();
  await report.visit("experiments");
  const file = await report.page.evaluate(
    () => performance.getEntriesByType("resource").find(({name}) => /\/experiment\.\w+\.json/.test(name))?.name ?? ""
  );
  const text = await report.page.evaluate(async (url) => (await fetch(url)).text(), file);
  experiment = parseExperiment(text);
  const ranked = rankByMetric(experiment.runs, {name: "auc", direction: "higher"});
  [best, second] = [ranked[0].runId, ranked[1].runId];
});
afterAll(() => report?.[Symbol.asyncDispose]());

const nameOf = (runId: string) => experiment.runs.find((run) => run.runId === runId)?.name ?? "";
const panel = () => report.page.locator("section.compare");
const sentence = () => panel().locator(".compare-head h2").innerText();
const pending = () => panel().locator(".pending[aria-busy]").count();
const compared = () => new URL(report.page.url()).searchParams.get("compare");
/** What is known of the rows by metric: `…` until it has been computed. */
const rowsOf = (metric: string) =>
  panel()
    .locator(".compare-metrics tr", {has: report.page.getByText(metric, {exact: true})})
    .locator("td")
    .nth(2);

async function openLink(query = ""): Promise<void> {
  await report.visit(`experiments?compare=${second},${best}${query}`);
  await expect.poll(pending).toBe(0);
}

describe("the comparison", () => {
  it("opens for the runs that are ticked, takes the focus, and gives it back when Escape closes it", async () => {
    await report.visit("experiments");
    for (const run of [best, second]) await report.page.getByLabel(`Select ${nameOf(run)}`, {exact: true}).check();
    const button = report.page.getByRole("button", {name: "Compare", exact: true});
    await button.focus();
    await report.page.keyboard.press("Enter");
    await expect.poll(sentence).toContain(nameOf(best));
    await expect
      .poll(() => report.page.evaluate(() => document.activeElement?.parentElement?.className))
      .toBe("compare-head");
    expect(compared()?.split(",").sort()).toEqual([best, second].sort());
    await report.page.keyboard.press("Escape");
    await expect.poll(() => panel().count()).toBe(0);
    expect(compared()).toBeNull();
    expect(await report.page.evaluate(() => document.activeElement?.textContent)).toBe("Compare");
    await report.page.goBack();
    await expect.poll(() => panel().count()).toBe(1);
  });

  it("says who leads, by both questions, and never more than the intervals do", async () => {
    await openLink();
    await expect.poll(sentence).toMatch(new RegExp(`^${nameOf(best)} (leads|and) `));
    const lede = await panel().locator(".lede").innerText();
    expect(lede).toMatch(/These models on these rows: [+−]0\.\d{4} \(95 % interval/);
    expect(lede).toMatch(/The recipe on new folds: [+−]0\.\d{4} \(95 % interval/);
    for (const metric of ["AUC", "Log loss", "F1", "Average precision"])
      await expect
        .poll(() => rowsOf(metric).innerText(), {timeout: 60_000})
        .toMatch(/^(better|worse|too close to call) [+−]\d\.\d{4} [+−]\d\.\d{4} to [+−]\d\.\d{4}$/);
  }, 120_000);

  it("lays curves, predictions and importances over each other, with their data", async () => {
    await openLink();
    const titles = await panel().locator("figure.card h2").allInnerTexts();
    expect(titles).toEqual([
      expect.stringMatching(/^AUC by fold: .* is ahead of .* on \d of 5 folds, by 0\.\d{4} on average$/),
      expect.stringMatching(/^They differ in \d+ of \d+ parameters$/),
      expect.stringMatching(/^Is .* better\?/),
      expect.stringMatching(/^At threshold 0\.\d{3}: F1 /),
      expect.stringMatching(/^Validation AUC is best at step /),
      expect.stringMatching(/^\d+ of the 10 features with the highest gain are the same in both$/),
      expect.stringMatching(/^At a false positive rate of 10 %, recall is /),
      expect.stringMatching(/^At a recall of 50 %, precision is /),
      expect.stringMatching(/^Calibration error in percentage points: /),
      "Out-of-fold probabilities of each class"
    ]);
    const card = panel().locator("#compared-metrics");
    await expect.poll(() => rowsOf("AUC").innerText()).not.toBe("…");
    await card.getByRole("button", {name: "Save or share"}).click();
    const [file] = await Promise.all([
      report.page.waitForEvent("download"),
      card.getByRole("button", {name: "CSV"}).click()
    ]);
    const rows = csvParse(await readFile(await file.path(), "utf8"));
    const auc = rows.find(({metric}) => metric === "auc");
    expect(auc).toMatchObject({first: nameOf(best), second: nameOf(second)});
    expect(Number(auc?.rows_low)).toBeLessThan(Number(auc?.rows_high));
    expect(Number(auc?.folds_low)).toBeLessThan(Number(auc?.folds_high));
  });

  it("follows the metric to compare by", async () => {
    await openLink("&metric=logloss");
    await expect.poll(sentence).toMatch(/ log loss/);
    expect(await panel().locator("#compared-folds h2").innerText()).toMatch(/^Log loss by fold/);
    expect(await panel().locator("#compared-curves h2").innerText()).toMatch(/^Validation log loss/);
    await panel().getByLabel("Metric of the learning curves").selectOption({label: "AUC"});
    expect(await panel().locator("#compared-curves h2").innerText()).toMatch(/^Validation AUC/);
  });

  it("has one threshold for all, by pointer and keyboard, kept in the address and handed on to predict", async () => {
    await openLink();
    const card = panel().locator("#threshold");
    const title = () => card.locator("h2").innerText();
    const slider = card.getByRole("slider", {name: "Threshold"});
    const threshold = () => Number(new URL(report.page.url()).searchParams.get("threshold"));
    const box = await slider.boundingBox();
    if (box === null) throw new Error("The slider is on the page.");
    await slider.click({position: {x: 0.7 * box.width, y: box.height / 2}});
    await expect.poll(title).toMatch(/^At threshold 0\.[67]\d{2}/);
    const clicked = threshold();
    await report.page.keyboard.press("ArrowLeft");
    expect(threshold()).toBeCloseTo(clicked - 0.001, 6);
    await card.getByLabel("A miss costs").fill("9");
    await report.page.keyboard.press("Tab");
    expect(new URL(report.page.url()).searchParams.get("cost")).toBe("1:9");
    await card.getByRole("button", {name: /^Least cost/}).focus();
    await report.page.keyboard.press("Enter");
    const cheapest = threshold();
    expect(cheapest).toBeLessThan(clicked);
    await report.page.reload({waitUntil: "networkidle"});
    await expect.poll(title).toContain(`At threshold ${cheapest.toFixed(3)}`);
    await report.page.goBack();
    await expect.poll(title).not.toContain(`At threshold ${cheapest.toFixed(3)}`);
    await report.page.goForward();
    await card.getByRole("link", {name: /^Predict at threshold/}).click();
    await report.page.waitForURL(/predict\?threshold=/);
    await expect.poll(() => report.page.locator("#observablehq-main").innerText()).toContain("came with the link");
  });

  it("says of runs without folds in common what cannot be said", async () => {
    await report.visit(`experiments?compare=${best},no-such-run`);
    expect(await panel().count()).toBe(0);
    await report.visit(`experiments?compare=${best},${best}`);
    expect(await panel().count()).toBe(0);
  });

  it.each([
    [360, "light"],
    [390, "dark"],
    [1280, "light"],
    [1600, "dark"]
  ] as const)("fits into %i pixels, %s, and has nothing that axe objects to", async (width, colorScheme) => {
    await report.page.emulateMedia({colorScheme});
    await report.page.setViewportSize({width, height: 850});
    await openLink();
    // Charts are drawn as the reader comes to them.
    for (const chart of await panel().locator(".fitted").all()) {
      await chart.scrollIntoViewIfNeeded();
      await expect.poll(() => chart.locator("svg").count()).toBeGreaterThan(0);
    }
    expect(await report.scrollsSideways()).toBe(false);
    await report.page.evaluate(axe);
    const violations = await report.page.evaluate<Array<{id: string; nodes: Array<{html: string}>}>>(
      "axe.run('section.compare').then(({violations}) => violations)"
    );
    expect(violations.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html.slice(0, 200)).join(" ")}`)).toEqual(
      []
    );
    await report.page.setViewportSize({width: 1280, height: 800});
    await report.page.emulateMedia({colorScheme: null});
  });

  it("leaves the console clean", () => expect(report.problems).toEqual([]));
});
