import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {Report} from "./report.js";

let report: Report;
beforeAll(async () => {
  report = await Report.open();
});
afterAll(() => report?.[Symbol.asyncDispose]());

const loaded = () => report.page.locator(".pending[aria-busy]").count();

async function open(address = "run"): Promise<void> {
  await report.visit(address);
  await expect.poll(loaded).toBe(0);
}

describe("a run's page", () => {
  it("shows the best run, and leads through the ranking and back", async () => {
    await open();
    const best = await report.page.locator("h1").innerText();
    expect(best).toMatch(/highest AUC of \d+ runs/);
    expect(await report.page.locator('a[rel="prev"]').count()).toBe(0);
    await report.page.locator('a[rel="next"]').click();
    await expect.poll(() => report.page.locator("h1").innerText()).toMatch(/rank 2 of/);
    await report.page.locator('a[rel="prev"]').click();
    await expect.poll(() => report.page.locator("h1").innerText()).toBe(best);
  });

  it("says how the run was made, and copies its command", async () => {
    await open();
    await report.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const command = report.page.locator(".facts dd", {has: report.page.locator(".command")});
    await command.getByRole("button", {name: "Copy"}).click();
    await expect.poll(() => command.locator("button").innerText()).toBe("Copied");
    const copied = await report.page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(await command.locator(".command").innerText());
  });

  it("compares with another run, and keeps it in the address", async () => {
    await open();
    const choice = report.page.getByLabel("Compared with", {exact: false}).first();
    const other = "lightgbm-1000-trees";
    await choice.selectOption({label: other});
    const title = () => report.page.locator("#baseline h2").innerText();
    await expect.poll(title).toContain(`${other} by`);
    expect(new URL(report.page.url()).searchParams.get("baseline")).toMatch(/^[0-9a-f]{32}$/);
    await report.page.reload({waitUntil: "networkidle"});
    await expect.poll(title).toContain(other);
    await report.page.goBack();
    expect(new URL(report.page.url()).searchParams.get("baseline")).toBeNull();
    await expect.poll(title).not.toContain(`${other} by`);
  });

  it("shows another metric's curves, all steps, and chosen steps, by pointer and keyboard", async () => {
    await open();
    await report.page.locator('a[rel="next"]').click();
    await expect.poll(() => report.page.locator("#learning-curves svg").count()).toBeGreaterThan(1);
    const card = report.page.locator("#learning-curves");
    const words = () => card.locator("svg").first().textContent();
    const half = await words();
    await card.getByLabel("All steps").check();
    expect(await words()).not.toEqual(half);
    await card.getByLabel("Metric").selectOption({label: "Log loss"});
    await expect.poll(() => card.locator("h2").innerText()).toMatch(/^Validation log loss/);

    const overview = card.getByRole("slider", {name: "First step shown"});
    await overview.focus();
    await report.page.keyboard.press("Home");
    expect(await card.getByLabel("All steps").isChecked()).toBe(true);
    await report.page.keyboard.press("ArrowRight");
    expect(await card.getByLabel("All steps").isChecked()).toBe(false);
    const box = await overview.boundingBox();
    if (box === null) throw new Error("The overview is on the page.");
    await report.page.mouse.move(box.x + 0.3 * box.width, box.y + 10);
    await report.page.mouse.down();
    await report.page.mouse.move(box.x + 0.5 * box.width, box.y + 10, {steps: 4});
    await report.page.mouse.up();
    expect(await overview.getAttribute("aria-valuetext")).toMatch(/^steps [\d,]+ to [\d,]+$/);
    await card.getByLabel("Logarithmic steps").check();
    await expect.poll(() => card.innerText()).toContain("Step, logarithmic");
  });

  it("explores thresholds when the reader comes there, and not before", async () => {
    const asked: string[] = [];
    report.page.on("request", (request) => asked.push(request.url()));
    await open();
    expect(asked.some((url) => /\.bin/.test(url))).toBe(false);
    await report.page
      .locator(".fold summary", {hasText: "Threshold"})
      .first()
      .evaluate((node) => node.parentElement?.scrollIntoView());
    await expect.poll(() => report.page.locator("#threshold h2").innerText()).toMatch(/^At threshold 0\.\d{3}: recall/);
    await report.page.getByLabel("Threshold", {exact: true}).fill("0.5");
    await expect.poll(() => report.page.locator("#threshold h2").innerText()).toMatch(/^At threshold 0\.500/);
  });

  it("answers an unknown run with the nearest", async () => {
    await report.visit("run?id=lightgbm-tunde");
    expect(await report.page.locator("h1").innerText()).toBe("This report has no run lightgbm-tunde");
    await report.page.getByRole("link", {name: "lightgbm-tuned", exact: true}).first().click();
    await expect.poll(() => report.page.locator("h1").innerText()).toMatch(/^lightgbm-tuned: /);
  });

  it("is found by its name as well", async () => {
    await open("run?id=lightgbm-tuned");
    expect(await report.page.locator("h1").innerText()).toMatch(/^lightgbm-tuned: /);
  });

  it("says so where details cannot be loaded, and loads them when asked again", async () => {
    await report.page.route("**/data/runs/*.json*", (route) => route.abort());
    await report.visit("run?id=lightgbm-tuned");
    const alert = report.page.getByRole("alert").first();
    await expect.poll(() => alert.innerText()).toMatch(/could not be shown\. The details of run lightgbm-tuned/);
    await report.page.unroute("**/data/runs/*.json*");
    await alert.getByRole("button", {name: "Try again"}).click();
    await expect.poll(() => report.page.locator(".facts").count()).toBe(1);
    report.problems.length = 0;
  });

  it("keeps a place for what is loaded: nothing on the page jumps", async () => {
    for (const width of [1280, 390]) {
      await report.page.setViewportSize({width, height: 900});
      await open();
      const shift = await report.page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            new PerformanceObserver((list) => {
              const entries = list.getEntries().map((entry) => ("value" in entry ? Number(entry.value) : 0));
              resolve(entries.reduce((sum, value) => sum + value, 0));
            }).observe({type: "layout-shift", buffered: true});
            setTimeout(() => resolve(0), 500);
          })
      );
      expect(shift, `at ${width} pixels`).toBeLessThan(0.1);
    }
    await report.page.setViewportSize({width: 1280, height: 800});
  });

  it("shows the summary first on a phone, and unfolds the rest", async () => {
    await report.page.setViewportSize({width: 390, height: 844});
    await open();
    expect(await report.page.locator("details.fold[open]").count()).toBe(0);
    expect(await report.scrollsSideways()).toBe(false);
    await report.page.locator("summary", {hasText: "Learning curves"}).click();
    await expect.poll(() => report.page.locator("#learning-curves svg").count()).toBeGreaterThan(1);
    expect(await report.scrollsSideways()).toBe(false);
    await report.page.setViewportSize({width: 1280, height: 800});
  });
});

it("leaves the console clean", () => expect(report.problems).toEqual([]));
