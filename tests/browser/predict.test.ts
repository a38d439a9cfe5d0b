import {execFile} from "node:child_process";
import {existsSync} from "node:fs";
import {mkdtemp, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import process from "node:process";
import {promisify} from "node:util";
import {csvParse} from "d3-dsv";
import {afterAll, beforeAll, beforeEach, describe, expect, it} from "vitest";
import {describeNeeds} from "../needs.js";
import {Report} from "./report.js";

const run = promisify(execFile);
const sharedData = join("..", "shared", "data");
const realRows = join(sharedData, "real_test_rows_100.csv");
const twoRows = join(sharedData, "batch_of_two.csv");

let report: Report;
let folder: string;
beforeAll(async () => {
  report = await Report.open();
  folder = await mkdtemp(join(tmpdir(), "predict-"));
});
afterAll(async () => {
  await report?.[Symbol.asyncDispose]();
  await rm(folder, {recursive: true, force: true});
});
beforeEach(() => report.visit("predict"));

const upload = (file: string | {name: string; mimeType: string; buffer: Buffer}) =>
  report.page.setInputFiles("input[type=file]", file);

const csv = (text: string) => ({name: "rows.csv", mimeType: "text/csv", buffer: Buffer.from(text)});

/** Drops a file on the page as a mouse would. */
async function drop(path: string): Promise<void> {
  const text = await readFile(path, "utf8");
  const transfer = await report.page.evaluateHandle((content) => {
    const data = new DataTransfer();
    data.items.add(new File([content], "dropped.csv", {type: "text/csv"}));
    return data;
  }, text);
  await report.page.dispatchEvent(".drop-zone", "drop", {dataTransfer: transfer});
}

async function download(name: string): Promise<string> {
  const [file] = await Promise.all([
    report.page.waitForEvent("download"),
    report.page.getByRole("button", {name}).click()
  ]);
  const path = join(folder, name);
  await file.saveAs(path);
  return readFile(path, "utf8");
}

/** What the command line answers for the same file. */
async function predictByCommand(input: string): Promise<Map<string, number>> {
  const output = join(folder, "by-command.csv");
  await run(process.execPath, ["--import", "tsx", "cli/predict.ts", "staged", "--input", input, "--output", output]);
  const rows = csvParse(await readFile(output, "utf8"));
  return new Map(rows.map((row) => [row.ID_code, Number(row.target)]));
}

describeNeeds("real rows in ../shared/data", existsSync(realRows))(
  "real rows of the competition, dropped on the page",
  () => {
    it.each([
      [realRows, 100],
      [twoRows, 2]
    ])("%s gets the scores that the command line gives", async (path, count) => {
      await drop(path);
      await report.page.waitForSelector("table.scores");
      const rows = csvParse(await download("predictions.csv"));
      const expected = await predictByCommand(path);
      expect(rows).toHaveLength(count);
      for (const row of rows) {
        const probability = Number(row.probability);
        expect(Math.abs(probability - (expected.get(row.ID_code) ?? Number.NaN)), row.ID_code).toBeLessThanOrEqual(
          1e-6
        );
      }
    });
  }
);

describe("the predict page", () => {
  it("scores its own sample, and offers both downloads", async () => {
    await report.page.getByRole("button", {name: "try it with a sample"}).click();
    await report.page.waitForSelector("table.scores");
    const predictions = csvParse(await download("predictions.csv"));
    const submission = csvParse(await download("submission.csv"));
    expect(predictions.columns).toEqual(["ID_code", "probability", "prediction"]);
    expect(submission.columns).toEqual(["ID_code", "target"]);
    expect(predictions).toHaveLength(100);
    expect(submission.map((row) => row.target)).toEqual(predictions.map((row) => row.probability));
    const positives = predictions.filter((row) => row.prediction === "1").length;
    expect(await report.page.getByRole("heading", {name: /predicted as 1$/}).innerText()).toMatch(
      new RegExp(`^${positives} of 100 rows`)
    );
  });

  it("can be used with the keyboard alone", async () => {
    await report.page.getByRole("button", {name: "try it with a sample"}).focus();
    await report.page.keyboard.press("Enter");
    await report.page.waitForSelector("table.scores");
    await report.page.getByRole("button", {name: "Next"}).focus();
    await report.page.keyboard.press("Enter");
    await expect.poll(() => report.page.locator(".pager").innerText()).toContain("11–20 of 100");
  });

  const header = ["ID_code", ...Array.from({length: 200}, (_, i) => `var_${i}`)];
  const row = ["row_1", ...Array.from({length: 200}, (_, i) => String(i / 4))];
  it.each([
    ["an empty file", "", "csv-empty", /empty/],
    ["no rows", `${header}\n`, "csv-header-only", /row/],
    [
      "a missing column",
      `${header.with(18, "var17")}\n${row}\n`,
      "csv-missing-column",
      /var_17.*did you mean.*var17/is
    ],
    ["text for a number", `${header}\n${row.with(4, "many")}\n`, "csv-not-a-number", /var_3[\s\S]*many/],
    ["a ragged row", `${header}\n${row}\n${row.slice(1)}\n`, "csv-ragged-row", /200[\s\S]*201|201[\s\S]*200/],
    ["semicolons", `${header.join(";")}\n${row.join(";")}\n`, "csv-wrong-delimiter", /semicolon/i]
  ])("says kindly what is wrong with %s, and recovers", async (_name, text, code, message) => {
    await upload(csv(text));
    const notice = report.page.locator(".notice.error");
    await expect.poll(() => notice.getAttribute("data-code")).toBe(code);
    expect(await notice.innerText()).toMatch(message);
    expect(await notice.innerText()).not.toMatch(/\bat .*:\d+:\d+/);
    await upload(csv(`${header}\n${row}\n`));
    await report.page.waitForSelector("table.scores");
  });

  it("leaves the console clean", () => expect(report.problems).toEqual([]));
});
