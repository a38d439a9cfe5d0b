import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {Report} from "./report.js";

let report: Report;
beforeAll(async () => {
  report = await Report.open();
});
afterAll(() => report?.[Symbol.asyncDispose]());

describe("the experiments page", () => {
  const runNames = () => report.page.locator("table tbody tr a").allInnerTexts();

  it("sorts by a column, and keeps the order in its address", async () => {
    await report.visit("experiments");
    const byAuc = await runNames();
    expect(byAuc.length).toBeGreaterThanOrEqual(6);
    await report.page.getByRole("button", {name: "Log loss"}).click();
    await report.page.getByRole("button", {name: "Log loss"}).click();
    const byLogloss = await runNames();
    expect(byLogloss).not.toEqual(byAuc);
    await report.page.reload({waitUntil: "networkidle"});
    await expect.poll(runNames).toEqual(byLogloss);
  });

  it("sorts by the metric to compare, and compares the runs that are selected", async () => {
    await report.visit("experiments");
    await report.page.getByLabel("Metric to compare").selectOption({label: "Log loss"});
    await expect
      .poll(() => report.page.locator('th[data-column="logloss"]').getAttribute("aria-sort"))
      .toBe("ascending");
    const [, second, third] = await runNames();
    for (const name of [second, third]) await report.page.getByLabel(`Highlight ${name} in the chart`).check();
    await expect
      .poll(() => report.page.locator("figure h2").innerText())
      .toMatch(new RegExp(`^Selected runs\\. Log loss by fold: ${second} is lower than ${third} on`));
  });

  it("filters runs, and shares the filter by its address", async () => {
    await report.visit("experiments");
    await report.page.getByLabel("Filter").fill("randomforest");
    await expect.poll(async () => (await runNames()).length).toBeLessThan(6);
    const filtered = await runNames();
    const address = report.page.url();
    await report.visit("experiments");
    await report.page.goto(address, {waitUntil: "networkidle"});
    await expect.poll(runNames).toEqual(filtered);
  });

  it("shows signed differences from a baseline", async () => {
    await report.visit("experiments");
    await report.page.getByLabel("Baseline").selectOption({label: "lightgbm"});
    await expect.poll(() => report.page.locator("table tbody").innerText()).toMatch(/\+0\.\d+/);
  });

  it("leads to a run's page", async () => {
    await report.visit("experiments");
    const [first] = await runNames();
    await report.page.getByRole("link", {name: first, exact: true}).click();
    await expect.poll(() => report.page.locator("h1").innerText()).toContain(first);
  });
});

it("leaves the console clean", () => expect(report.problems).toEqual([]));
