import {readFile} from "node:fs/promises";
import {createRequire} from "node:module";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {Report, type ReportOptions, runPages} from "./report.js";

const [run = ""] = await runPages("dist");
const pages = ["", "experiments", "features", "predict", "monitor", run];
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const settings: Array<ReportOptions & {name: string}> = (["light", "dark"] as const).flatMap((colorScheme) =>
  [360, 1280, 1600].map((width) => ({
    name: `${colorScheme}, ${width} pixels wide`,
    colorScheme,
    viewport: {width, height: 900}
  }))
);

/** Of axe's result, what a test shows. */
interface Violation {
  id: string;
  nodes: Array<{html: string}>;
}

describe.each(settings)("the pages, $name", ({name: _name, ...options}) => {
  let report: Report;
  beforeAll(async () => {
    report = await Report.open(options);
    // Chromium reports each shift of what is in the window already, by its share of the window.
    await report.page.addInitScript(() => {
      const shifts: number[] = [];
      Object.assign(window, {shifts});
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if ("value" in entry) shifts.push(Number(entry.value));
      }).observe({type: "layout-shift", buffered: true});
    });
  });
  afterAll(() => report?.[Symbol.asyncDispose]());

  it.each(pages)("/%s has nothing that axe objects to, and nothing that moves", async (path) => {
    await report.visit(path);
    await report.page.evaluate(axe);
    const violations = await report.page.evaluate("axe.run(document).then(({violations}) => violations)");
    const described = (violations as Violation[]).map(
      ({id, nodes}) => `${id}: ${nodes.map(({html}) => html).join(" ")}`
    );
    expect(described).toEqual([]);
    const shifts = await report.page.evaluate<number[]>("window.shifts");
    expect(shifts.reduce((sum, shift) => sum + shift, 0)).toBeLessThan(0.1);
  });
});

describe("the bar", () => {
  let report: Report;
  beforeAll(async () => {
    report = await Report.open();
  });
  afterAll(() => report?.[Symbol.asyncDispose]());

  const found = () => report.page.getByRole("option").allInnerTexts();

  it("leads past itself with the first key, and the title is no stop", async () => {
    await report.visit("");
    await report.page.keyboard.press("Tab");
    expect(await report.page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the content");
    await report.page.keyboard.press("Enter");
    await report.page.keyboard.press("Tab");
    expect(await report.page.evaluate(() => document.activeElement?.closest("main")?.id)).toBe("observablehq-main");
    expect(await report.page.locator("h1 :is(a, [tabindex])").count()).toBe(0);
  });

  it.each(["/", "Control+k"])("searches features, runs and pages with the keyboard, from %s", async (shortcut) => {
    await report.visit("predict");
    const asked: string[] = [];
    report.page.on("request", (request) => asked.push(request.url()));
    await report.page.keyboard.press(shortcut);
    await expect.poll(found).toEqual(expect.arrayContaining([expect.stringMatching(/^Overview/)]));
    expect(asked.some((url) => /features\.\w+\.arrow/.test(url))).toBe(true);
    await report.page.keyboard.type("drift");
    expect((await found())[0]).toMatch(/^Features/);
    await report.page.getByRole("combobox").fill("lightgbm-tuned");
    expect((await found())[0]).toMatch(/^lightgbm-tuned\s+Run/);
    await report.page.getByRole("combobox").fill("var_12");
    expect((await found()).slice(0, 2)).toEqual([
      expect.stringMatching(/^var_12\s/),
      expect.stringMatching(/^var_12\d/)
    ]);
    await report.page.keyboard.press("ArrowDown");
    await report.page.keyboard.press("ArrowUp");
    await report.page.keyboard.press("Enter");
    await report.page.waitForURL(/features\?feature=var_12$/);
    report.page.removeAllListeners("request");
  });

  it("names the data, with their version to copy, and closes with Escape", async () => {
    await report.visit("");
    await report.page.getByRole("button", {name: "Demo data"}).click();
    const panel = report.page.locator(".popover", {has: report.page.locator(".data-notice")});
    expect(await panel.innerText()).toMatch(/Data version [0-9a-f]{8}/);
    await report.page.keyboard.press("Escape");
    await expect.poll(() => panel.isVisible()).toBe(false);
  });

  it("keeps the theme that the reader chose", async () => {
    await report.visit("");
    const background = () => report.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await background();
    await report.page.getByRole("button", {name: "Theme: system"}).click();
    await report.page.getByRole("button", {name: "Theme: light"}).click();
    const dark = await background();
    expect(dark).not.toBe(light);
    await report.visit("experiments");
    expect(await background()).toBe(dark);
    await report.page.getByRole("button", {name: "Theme: dark"}).click();
    expect(await background()).toBe(light);
  });

  it("leaves the console clean", () => expect(report.problems).toEqual([]));
});

it("prints in light from a dark browser, and says where from", async () => {
  await using report = await Report.open({colorScheme: "dark"});
  for (const path of pages) {
    await report.visit(path);
    await report.page.emulateMedia({media: "print"});
    const colors = await report.page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll("h1, figure svg text, td, th")].map((element) => {
        const {color, backgroundColor, fill} = getComputedStyle(element);
        return [element.nodeName, element instanceof SVGElement ? fill : color, backgroundColor].join(" ");
      })
    );
    expect(colors[0]).toBe("HTML rgb(27, 30, 35) rgb(255, 255, 255)");
    // Light text on white paper is what nobody can read.
    expect(colors.filter((each) => /(rgb\(2[0-9]{2}, 2[0-9]{2}, 2[0-9]{2}\)) rgb/.test(each))).toEqual([]);
    expect(await report.page.locator("#observablehq-header").isVisible()).toBe(false);
    await report.page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    expect(await report.page.locator(".print-origin").isVisible()).toBe(true);
    expect(await report.page.locator(".print-origin").innerText()).toContain(report.page.url());
    await report.page.emulateMedia({media: null});
  }
});

describe("a card's menu", () => {
  it("saves the chart with its words, its colours and its data, and copies a link to it", async () => {
    await using report = await Report.open({permissions: ["clipboard-read", "clipboard-write"]});
    await report.visit("");
    const card = report.page.locator("figure#leaders");
    const title = await card.locator("h2").innerText();
    const save = async (item: string) => {
      await card.getByRole("button", {name: "Save or share"}).click();
      const [download] = await Promise.all([
        report.page.waitForEvent("download"),
        card.getByRole("button", {name: item, exact: true}).click()
      ]);
      expect(download.suggestedFilename()).toBe(`leaders.${item.toLowerCase()}`);
      return readFile(await download.path());
    };
    const picture = (await save("SVG")).toString();
    expect(picture).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(picture).not.toMatch(/var\(|currentColor|class=/);
    const words = await report.page.evaluate(
      (text) =>
        [...new DOMParser().parseFromString(text, "image/svg+xml").querySelectorAll("text")]
          .map((each) => each.textContent)
          .join(" "),
      picture
    );
    expect(words).toContain(title.split(/\s+/).slice(0, 4).join(" "));
    expect((await save("PNG")).subarray(1, 4).toString()).toBe("PNG");
    const [head, ...rows] = (await save("CSV")).toString().trim().split("\n");
    expect(head).toBe("run,fold,auc");
    expect(rows.length).toBeGreaterThanOrEqual(10);
    await card.getByRole("button", {name: "Save or share"}).click();
    await card.getByRole("button", {name: "Copy link"}).click();
    await expect
      .poll(() => report.page.evaluate(() => navigator.clipboard.readText()))
      .toBe(`${report.page.url()}#leaders`);
    expect(report.problems).toEqual([]);
  });
});
