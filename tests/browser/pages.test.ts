import {join} from "node:path";
import process from "node:process";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {Report, type ReportOptions, runPages} from "./report.js";

const screenshots = join("tests", "browser", "screenshots");
const widths = [360, 768, 1280, 1600];

const settings: Array<ReportOptions & {name: string}> = [
  {name: "light, at the root, with several threads", base: "/", isolate: true, colorScheme: "light"},
  {name: "dark, under a sub-path, with one thread", base: "/repo/", isolate: false, colorScheme: "dark"}
];

/** The pages of the report; of the runs' pages the first. */
async function pagePaths(): Promise<Record<string, string>> {
  const [run] = await runPages("dist");
  return {
    index: "",
    experiments: "experiments",
    features: "features",
    predict: "predict",
    monitor: "monitor",
    run
  };
}

describe.each(settings)("the report, $name", ({name: _name, ...options}) => {
  let report: Report;
  let paths: Record<string, string>;
  beforeAll(async () => {
    report = await Report.open(options);
    paths = await pagePaths();
  });
  afterAll(() => report?.[Symbol.asyncDispose]());

  it.each(["index", "experiments", "features", "predict", "monitor", "run"])(
    "shows %s at every width",
    async (name) => {
      await report.visit(paths[name]);
      await expect.poll(() => report.page.locator("h1").innerText()).toMatch(/\w{3}/);
      expect(await report.cellErrors()).toEqual([]);
      for (const width of widths) {
        await report.page.setViewportSize({width, height: 800});
        expect(await report.scrollsSideways(), `${name} at ${width} pixels`).toBe(false);
        if (width === 360 || width === 1280) {
          await report.page.reload({waitUntil: "networkidle"});
          const path = join(screenshots, `${name}-${options.colorScheme}-${width}.png`);
          await report.page.screenshot({path, fullPage: true});
        }
      }
      if (name === "index" && options.colorScheme === "light" && process.env.UPDATE_SCREENSHOT) {
        await report.page.setViewportSize({width: 1280, height: 800});
        await report.page.screenshot({path: join(".github", "report.png")});
      }
    }
  );

  it("says on every page that these are demo data", async () => {
    for (const name of ["index", "experiments", "features", "predict", "run"]) {
      await report.visit(paths[name]);
      await expect.poll(() => report.page.getByText("Demo data", {exact: true}).count(), {message: name}).toBe(1);
    }
  });

  it("has no console message, failed request or request to another host", () => {
    expect(report.problems).toEqual([]);
  });
});
