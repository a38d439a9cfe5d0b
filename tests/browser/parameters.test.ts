import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {Report} from "./report.js";

let report: Report;
beforeAll(async () => {
  report = await Report.open();
});
afterAll(() => report?.[Symbol.asyncDispose]());

/** What is below the window is drawn when it comes into it. */
async function open(part: string): Promise<void> {
  await report.visit("experiments");
  // What is above it is drawn first, and takes its height.
  for (const place of [".parameters-place", part]) {
    await report.page.locator(place).scrollIntoViewIfNeeded();
    await expect.poll(() => report.page.locator(`${place} svg`).count()).toBeGreaterThan(0);
  }
  await report.page.locator(`${part} svg`).last().scrollIntoViewIfNeeded();
}

const selected = () => new URL(report.page.url()).searchParams.get("selected") ?? "";
const filter = () => new URL(report.page.url()).searchParams.get("filter") ?? "";

describe("runs by their parameters", () => {
  it("selects a run by keyboard in every plot, and in the table", async () => {
    await open(".parameters-place");
    const plot = report.page.locator(".parameter-grid svg").first();
    await plot.focus();
    await report.page.keyboard.press("End");
    expect(await plot.getAttribute("aria-valuetext")).toMatch(/, AUC 0\.\d{4}, /);
    await report.page.keyboard.press("Enter");
    expect(selected()).toMatch(/^[0-9a-f]{32}$/);
    const drawn = report.page.locator('.parameter-grid .dots-selected path:not([d=""])');
    await expect.poll(() => drawn.count()).toBeGreaterThan(3);
    expect(await report.page.evaluate(() => document.activeElement?.classList.contains("dot-plot"))).toBe(true);
    await report.page.keyboard.press("Enter");
    expect(selected()).toBe("");
  });

  it("selects a run by pointer, after saying what it is", async () => {
    await open(".trade-off-place");
    const chart = report.page.locator(".trade-off-place svg.dot-plot");
    const path = (await chart.locator(".dots path").first().getAttribute("d")) ?? "";
    const [, x, y] = /M([\d.]+),([\d.]+)/.exec(path) ?? [];
    await chart.hover({position: {x: Number(x), y: Number(y)}});
    await expect.poll(() => chart.locator(".tip text").count()).toBe(3);
    await chart.click({position: {x: Number(x), y: Number(y)}});
    await expect.poll(selected).toMatch(/^[0-9a-f]{32}$/);
  });

  it("filters the table by a brush, which the reader may change as text", async () => {
    await open(".parallel-place");
    const axis = report.page.locator(".parallel-coordinates .axis-line").last();
    const box = await axis.boundingBox();
    if (box === null) throw new Error("The axis is on the page.");
    const x = box.x + box.width / 2;
    await report.page.mouse.move(x, box.y + 4);
    await report.page.mouse.down();
    await report.page.mouse.move(x, box.y + box.height / 4, {steps: 5});
    await report.page.mouse.up();
    await expect.poll(filter).toMatch(/^auc >= 0\.\d+$/);
    const status = report.page.locator('.parallel-place [role="status"]');
    await expect.poll(() => status.innerText()).toMatch(/^\d+ of \d+ runs are within what is chosen on AUC/);
    await report.page.goBack();
    await expect.poll(filter).toBe("");
    await expect.poll(() => status.innerText()).toMatch(/^Drag along an axis/);
  });

  it("brushes and moves axes by keyboard", async () => {
    await open(".parallel-place");
    const names = () =>
      report.page.locator(".axis-name").evaluateAll((all) => all.map((one) => one.getAttribute("aria-label") ?? ""));
    const before = await names();
    await report.page.locator('.axis-name[tabindex="0"]').focus();
    await report.page.keyboard.press("Shift+ArrowRight");
    const [first] = before[0].split(",");
    await expect.poll(async () => (await names())[1]).toMatch(new RegExp(`^${first}, axis 2 of`));
    await report.page.keyboard.press("ArrowUp");
    await expect.poll(filter).toContain(first);
    await report.page.keyboard.press("Escape");
    await expect.poll(filter).toBe("");
  });

  it("moves an axis by its name", async () => {
    await open(".parallel-place");
    const handles = report.page.locator(".axis-name");
    const label = async (index: number) => (await handles.nth(index).getAttribute("aria-label"))?.split(",")[0];
    const first = await label(0);
    const [from, to] = [await handles.nth(0).boundingBox(), await handles.nth(2).boundingBox()];
    if (from === null || to === null) throw new Error("The axes are on the page.");
    await report.page.mouse.move(from.x + from.width / 2, from.y + 8);
    await report.page.mouse.down();
    await report.page.mouse.move(to.x + to.width / 2, to.y + 8, {steps: 5});
    await report.page.mouse.up();
    await expect.poll(() => label(2)).toBe(first);
  });

  it("says what a faster run gives up, with its interval", async () => {
    await open(".trade-off-place");
    expect(await report.page.locator("#trade-off h2").innerText()).toMatch(
      /AUC 0\.\d{4} lower than .* \(95 % interval .*\), \d.* × faster$|has the best AUC/
    );
  });

  it("fits a phone", async () => {
    await report.page.setViewportSize({width: 390, height: 844});
    await open(".parallel-place");
    expect(await report.scrollsSideways()).toBe(false);
    await report.page.setViewportSize({width: 1280, height: 800});
  });
});

it("leaves the console clean", () => expect(report.problems).toEqual([]));
