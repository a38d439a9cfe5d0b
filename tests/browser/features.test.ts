import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {Report} from "./report.js";

let report: Report;
beforeAll(async () => {
  report = await Report.open();
});
afterAll(() => report?.[Symbol.asyncDispose]());

const heading = () => report.page.locator(".feature-detail h2").innerText();
const firstName = () => report.page.locator("table.features tbody tr:not(.spacer) th").first().innerText();

describe("the features page", () => {
  it("says what the whole model is, and opens a curve", async () => {
    await report.visit("features");
    await expect
      .poll(() => report.page.locator("#model-curves h2").innerText())
      .toMatch(/^The model is a sum of 200 curves; var_\d+ moves its score most$/);
    expect(await report.page.locator(".shape-tile").count()).toBe(24);
    await report.page.getByRole("button", {name: "Show all 200 curves"}).click();
    expect(await report.page.locator(".shape-tile").count()).toBe(200);
    await report.page.locator(".shape-tile").nth(150).click();
    const name = await report.page.locator(".shape-tile").nth(150).locator("span").innerText();
    await expect.poll(heading).toContain(name);
    expect(new URL(report.page.url()).searchParams.get("feature")).toBe(name);
    // The list has moved to it.
    await expect.poll(() => report.page.locator("table.features tr[data-selected=true]").innerText()).toContain(name);
  });

  it("says what a value adds, by keyboard and by pointer, and keeps it in the address", async () => {
    await report.visit("features?feature=var_81");
    const slider = report.page.getByLabel("Value of var_81");
    await slider.focus();
    await report.page.keyboard.press("End");
    const sentence = () => report.page.locator(".shape-sentence").innerText();
    await expect
      .poll(sentence)
      .toMatch(/^At var_81 = 2\d\.\d+ the model adds −0\.\d\d to the log-odds \(the models of 5 folds:/);
    const [atEnd, address] = [await sentence(), report.page.url()];
    const chart = report.page.locator(".shape-chart svg").first();
    const box = await chart.boundingBox();
    if (box === null) throw new Error("the chart is not shown");
    await report.page.mouse.move(box.x + 0.9 * box.width, box.y + box.height / 2);
    await report.page.mouse.down();
    await report.page.mouse.move(box.x + 0.2 * box.width, box.y + box.height / 2, {steps: 4});
    await report.page.mouse.up();
    await expect.poll(sentence).toMatch(/adds \+0\.\d\d|adds \+1\.\d\d/);
    await report.visit("index");
    await report.page.goto(address, {waitUntil: "networkidle"});
    await expect.poll(sentence).toBe(atEnd);
  });

  it("finds a feature of exactly this name first, and shows it", async () => {
    await report.visit("features");
    await report.page.getByText("200 of 200 features").waitFor();
    await report.page.getByLabel("Find a feature").fill("var_1");
    await report.page.getByText("111 of 200 features").waitFor();
    await report.page.getByLabel("Find a feature").fill("var_81");
    await report.page.getByText("1 of 200 features").waitFor();
    await expect.poll(heading).toContain("var_81");
  });

  it("sorts, and goes up and down by the arrow keys", async () => {
    await report.visit("features");
    await report.page.getByRole("button", {name: "Feature", exact: true}).click();
    await expect.poll(firstName).toBe("var_0");
    await report.page.locator("table.features tbody button").first().click();
    await report.page.keyboard.press("ArrowDown");
    await report.page.keyboard.press("ArrowDown");
    await expect.poll(heading).toContain("var_2");
    await report.page.getByRole("button", {name: "Next feature"}).click();
    await expect.poll(heading).toContain("var_3");
    await report.page.getByRole("button", {name: "Previous feature"}).click();
    await expect.poll(heading).toContain("var_2");
  });

  it("brings the feature that its address names into sight, and says so if there is none", async () => {
    await report.visit("features?order=name&feature=var_150");
    await expect.poll(heading).toContain("var_150");
    const row = report.page.locator("table.features tr[data-selected=true]");
    await expect.poll(() => row.count()).toBe(1);
    const [list, found] = [await report.page.locator(".features-scroll").boundingBox(), await row.boundingBox()];
    expect(found?.y).toBeGreaterThan(list?.y ?? 0);
    expect((found?.y ?? 0) + (found?.height ?? 0)).toBeLessThanOrEqual((list?.y ?? 0) + (list?.height ?? 0) + 1);
    await report.visit("features?feature=var_999");
    await report.page.getByText("There is no feature var_999; did you mean var_99?").waitFor();
  });

  it("shows targets apart, and all pairs on demand", async () => {
    await report.visit("features");
    await report.page.getByLabel("target 1 and 0").check();
    await expect.poll(() => report.page.locator('svg[aria-label$="by target"]').count()).toBe(1);
    await report.page.getByLabel("rows, logarithmic").check();
    await expect.poll(() => report.page.locator('svg[aria-label$="by target"]').count()).toBe(0);
    await report.page.getByRole("button", {name: "Strongest correlations"}).click();
    await report.page.getByText(/^Strongest correlations: var_\d+ [+−]0\.0\d\d,/).waitFor();
    await report.page.getByRole("button", {name: "Show all pairs"}).click();
    const canvas = report.page.getByLabel("Correlations of 200 features");
    await canvas.waitFor();
    await canvas.hover({position: {x: 100, y: 300}});
    await report.page.getByText(/^var_\d+ and var_\d+: r = [+−±]0\.\d{3}$/).waitFor();
  });

  it("filters by dragging over a column's histogram, and keeps that in the address", async () => {
    await report.visit("features");
    const brush = report.page.locator('th[data-column="auc"] .range-brush');
    const box = await brush.boundingBox();
    if (box === null) throw new Error("there is no histogram");
    await report.page.mouse.move(box.x + 0.6 * box.width, box.y + 8);
    await report.page.mouse.down();
    await report.page.mouse.move(box.x + box.width, box.y + 8, {steps: 3});
    await report.page.mouse.up();
    const count = report.page.getByText(/^\d+ of 200 features/);
    await expect.poll(async () => Number.parseInt(await count.innerText(), 10)).toBeLessThan(100);
    const [shown, address] = [await count.innerText(), report.page.url()];
    await report.visit("index");
    await report.page.goto(address, {waitUntil: "networkidle"});
    await expect.poll(() => count.innerText()).toBe(shown);
    await brush.press("Escape");
    await report.page.getByText("200 of 200 features").waitFor();
  });

  it.each([360, 1280, 1600])("has nothing beyond its edge at %i pixels", async (width) => {
    await report.page.setViewportSize({width, height: 900});
    await report.visit("features");
    await report.page.locator("#all-features svg").waitFor();
    expect(await report.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });
});

it("leaves the console clean", () => expect(report.problems).toEqual([]));
