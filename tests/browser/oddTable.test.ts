import {mkdir, readFile, writeFile} from "node:fs/promises";
import {join, resolve} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {type Copy, makeCopy, removeCopy} from "../steps/copy.js";
import {Report, runPages} from "./report.js";
import {downloadedScores, runCommandIn, scoresOf, smallTraining} from "./tableReport.js";

/** Values that break what is not prepared for them, by column. */
const oddColumns = new Map<string, (row: number) => string>([
  ["plain", (row) => String(((row * 7) % 50) + (row % 2) * 20)],
  ["empty", () => ""],
  ["constant", () => "3"],
  ["huge", (row) => `${(row % 13) - 6}e300`],
  ["tiny", (row) => `${row % 11}e-320`],
  ["infinite", (row) => (row % 17 === 0 ? ["inf", "-inf"][(row / 17) % 2] : String(row % 29)) ?? ""],
  ["negative zero", (row) => ["-0.0", "0", "1"][row % 3] ?? ""],
  ["__proto__", (row) => String(row % 5)],
  ["<b>", (row) => String(row % 19)]
]);

function oddTable(rows: number, withTarget: boolean): string {
  const lines = Array.from({length: rows}, (_, row) => {
    const values = Array.from(oddColumns.values(), (valueAt) => valueAt(row));
    return [`row_${row}`, ...(withTarget ? [row % 2] : []), ...values].join();
  });
  return [["ID_code", ...(withTarget ? ["target"] : []), ...oddColumns.keys()].join(), ...lines, ""].join("\n");
}

let copy: Copy;
let report: Report;
beforeAll(async () => {
  copy = await makeCopy(resolve("."));
  const raw = join(copy.checkout, "data/raw");
  await mkdir(raw, {recursive: true});
  await writeFile(join(raw, "train.csv"), oddTable(600, true));
  await writeFile(join(raw, "test.csv"), oddTable(90, false));
  await runCommandIn(copy, "kfolds");
  await runCommandIn(copy, "train", "lightgbm", ...smallTraining, "--name", "odd");
  await runCommandIn(copy, "stagemodel", "odd");
  await runCommandIn(copy, "build");
  report = await Report.open({root: join(copy.checkout, "dist")});
}, 400_000);
afterAll(async () => {
  await report?.[Symbol.asyncDispose]();
  await removeCopy(copy.root);
});

describe("a table of missing, constant, huge, tiny and infinite values", () => {
  it("has no page with an error, whatever feature is opened", async () => {
    const runs = await runPages(join(copy.checkout, "dist"));
    const features = Array.from(oddColumns.keys(), (name) => `features?feature=${encodeURIComponent(name)}`);
    expect(runs).not.toEqual([]);
    for (const path of ["", "experiments", ...runs, "features", ...features, "predict"]) {
      await report.visit(path);
      expect(await report.cellErrors(), path).toEqual([]);
      expect(await report.page.locator("main").innerText(), path).not.toMatch(/undefined|\[object|\bNaN\b(?! is)/);
      expect(await report.scrollsSideways(), path).toBe(false);
    }
    expect(report.problems).toEqual([]);
  });

  it("says what does not exist, and claims nothing of it", async () => {
    await report.visit("features?feature=empty");
    expect(await report.page.locator(".detail").innerText()).toContain("no values");
    expect(await report.page.locator("h1").innerText()).not.toContain("empty");
  });

  it("is scored on the page as by predict", async () => {
    await runCommandIn(copy, "predict");
    const expected = scoresOf(await readFile(join(copy.checkout, "submission.csv"), "utf8"));
    await report.visit("predict");
    await report.page.setInputFiles("input[type=file]", join(copy.checkout, "data/raw/test.csv"));
    await report.page.waitForSelector("table.scores");
    expect(await downloadedScores(report, copy.root)).toEqual(expected);
    expect(report.problems).toEqual([]);
  });
});
