import {execFile} from "node:child_process";
import {existsSync} from "node:fs";
import {cp, mkdtemp, readdir, readFile, rm, truncate, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import process from "node:process";
import {promisify} from "node:util";
import {csvParse} from "d3-dsv";
import {afterAll, beforeAll, beforeEach, describe, expect, it} from "vitest";
import {demoCsv} from "../../data-loaders/demo/demoCsv.js";
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

/** Demo rows in three parts, with a line end in a cell where the second begins. */
async function largeFile(name: string, change = (text: string) => text): Promise<{path: string; rows: number}> {
  const rows = 7000;
  const chunks = [...demoCsv({name: "test", rows, seed: 3})].map(({bytes}) => bytes);
  const text = Buffer.concat(chunks).toString();
  const headerEnd = text.indexOf("\n");
  const lineStart = text.lastIndexOf("\n", headerEnd + 2 ** 22) + 1;
  const quoted = `"${"line\n".repeat(300)}"`;
  const path = join(folder, name);
  await writeFile(path, change(text.slice(0, lineStart) + text.slice(lineStart).replace(/^\w+/, quoted)));
  return {path, rows};
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
    expect(await report.page.getByRole("heading", {name: /predicted as 1 at threshold 0\.\d{3}$/}).innerText()).toMatch(
      new RegExp(`^${positives} of 100 rows`)
    );
  });

  it("scores with compiled trees, and asks for nothing of ONNX Runtime", async () => {
    const asked: string[] = [];
    const note = (request: {url(): string}) => asked.push(request.url());
    report.page.context().on("request", note);
    await report.visit("predict");
    await upload(csv(`${header}\n${row}\n`));
    await report.page.waitForSelector("table.scores");
    report.page.context().off("request", note);
    expect(asked.filter((url) => /\/score\.\w+\.\w+\.js$/.test(url))).toHaveLength(1);
    expect(asked.filter((url) => /onnxruntime/.test(url))).toEqual([]);
  });

  it("gives a large file, which several workers share, the command line's scores to the last digit", async () => {
    const {path} = await largeFile("large.csv");
    await upload(path);
    await report.page.waitForSelector("table.scores", {timeout: 60_000});
    const output = join(folder, "large-by-command.csv");
    const words = ["staged", "--probability", "--input", path, "--output", output];
    await run(process.execPath, ["--import", "tsx", "cli/predict.ts", ...words]);
    expect(await download("predictions.csv")).toBe(await readFile(output, "utf8"));
  });

  it("names the row of a mistake in a large file as it is counted from the file's beginning", async () => {
    const {path, rows} = await largeFile("large-mistake.csv", (text) => text.replace(/,[^,\n]*\n$/, ",many\n"));
    await upload(path);
    await expect
      .poll(() => report.page.locator(".score-status").innerText(), {timeout: 60_000})
      .toMatch(new RegExp(`Row ${rows}, column var_199 is “many”`));
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
    ["a web page", "<!DOCTYPE html><html><body>Please sign in</body></html>", "csv-not-text", /web page/],
    ["no header", `${row}\n${row}\n`, "csv-no-header", /looks like a row[\s\S]*row_1/]
  ])("says kindly what is wrong with %s, and recovers", async (_name, text, code, message) => {
    await upload(csv(text));
    const notice = report.page.locator(".notice.error");
    await expect.poll(() => notice.getAttribute("data-code")).toBe(code);
    expect(await notice.innerText()).toMatch(message);
    expect(await notice.innerText()).not.toMatch(/\bat .*:\d+:\d+/);
    await upload(csv(`${header}\n${row}\n`));
    await report.page.waitForSelector("table.scores");
  });

  const findings = async (level: string) =>
    (await report.page.locator(`.findings [data-level=${level}]`).allInnerTexts()).join("\n");

  it("says what is unusual about a file, and gives ticks to nothing else", async () => {
    const far = ["far", ...Array.from({length: 200}, () => "99999")];
    const text = ["Export of May", header, row, row, far, row.with(0, "m\xfc").with(1, "NULL"), header.map(() => "")];
    await upload({name: "odd.csv", mimeType: "text/csv", buffer: Buffer.from(text.join("\n"), "latin1")});
    await report.page.waitForSelector("table.scores");
    expect(await findings("warning")).toMatch(/1 row has the id of an earlier row, the first in row 2: row_1/);
    expect(await findings("warning")).toMatch(/1 value is missing in var_0, where none was in the training data/);
    expect(await findings("warning")).toMatch(/200 columns are outside the range.*200 of them in row 3, far/);
    expect(await findings("note")).toMatch(/1 row without id and values was skipped/);
    expect(await findings("note")).toMatch(/1 line before the header was skipped: “Export of May”/);
    expect(await findings("note")).toMatch(/read as Windows-1252/);
    expect(await findings("passed")).toMatch(
      /^Passed:\s+ID_code and all 200 feature columns are there; every cell is a number or missing\.$/
    );
    expect(await report.page.locator("table.scores tbody th").allInnerTexts()).toEqual(["row_1", "row_1", "far", "mü"]);
  });

  it.each([
    ["semicolons and decimal commas", (text: string) => Buffer.from(text.replaceAll(",", ";").replaceAll(".", ","))],
    ["UTF-16", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le")],
    ["names in capitals", (text: string) => Buffer.from(text.replaceAll("var_", "VAR_"))]
  ])("gives a file with %s the scores of the plain one", async (_name, form) => {
    const text = `${header}\n${row}\n`;
    const scores = async (buffer: Buffer) => {
      await upload({name: "rows.csv", mimeType: "text/csv", buffer});
      await report.page.waitForSelector("table.scores");
      return download("predictions.csv");
    };
    const plain = await scores(Buffer.from(text));
    await report.visit("predict");
    expect(await scores(form(text))).toBe(plain);
  });

  it("offers a form for spreadsheets where an id is a formula, and only there", async () => {
    const safe = report.page.getByRole("button", {name: "predictions-spreadsheet.csv"});
    await upload(csv(`${header}\n${row}\n`));
    await report.page.waitForSelector("table.scores");
    expect(await safe.count()).toBe(0);
    await report.visit("predict");
    await upload(csv(`${header}\n${row.with(0, "=1+1")}\n`));
    await report.page.waitForSelector("table.scores");
    expect(await download("predictions.csv")).toMatch(/\n=1\+1,/);
    expect(await download("predictions-spreadsheet.csv")).toMatch(/\n'=1\+1,/);
  });

  it("says of a damaged model that it is the model, and not the file", async () => {
    const root = join(folder, "damaged");
    await cp("dist", root, {recursive: true, dereference: true});
    const model = (await readdir(join(root, "_file/data"))).find((name) => /^model\.\w+\.bin$/.test(name)) ?? "";
    await truncate(join(root, "_file/data", model), 1000);
    await using damaged = await Report.open({root});
    await damaged.visit("predict");
    await damaged.page.setInputFiles("input[type=file]", csv(`${header}\n${row}\n`));
    const notice = damaged.page.locator(".notice.error");
    await expect.poll(() => notice.getAttribute("data-code")).toBe("staged-digest-mismatch");
    expect(await notice.innerText()).toMatch(/model cannot be used[\s\S]*model\.scorer\.gz[\s\S]*file is not to blame/);
    expect(damaged.problems).toEqual([]);
  });

  it("takes another threshold from the address, says so, and predicts by it", async () => {
    await report.visit("predict?threshold=0");
    const page = report.page;
    expect(await page.locator("#observablehq-main").innerText()).toMatch(
      /at threshold 0\.000 and above[\s\S]*came with the link; the model’s own is 0\.\d{3}/
    );
    await upload(csv(`${header}\n${row}\n`));
    await page.getByRole("button", {name: "predictions.csv"}).waitFor();
    expect(await download("predictions.csv")).toMatch(/,1\n$/);
    await page.getByRole("link", {name: "Use the model’s"}).click();
    await page.waitForURL(/predict$/);
    await page.getByText("What the file needs").waitFor();
    expect(await page.locator("#observablehq-main").innerText()).not.toContain("came with the link");
  });

  it("leaves the console clean", () => expect(report.problems).toEqual([]));
});
