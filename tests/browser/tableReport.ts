import {execFile} from "node:child_process";
import {readFile} from "node:fs/promises";
import {createRequire} from "node:module";
import {join} from "node:path";
import process from "node:process";
import {pathToFileURL} from "node:url";
import {promisify} from "node:util";
import {csvParse} from "d3-dsv";
import {expect} from "vitest";
import type {Copy} from "../steps/copy.js";
import type {Report} from "./report.js";

const run = promisify(execFile);
const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

/** Options of `train` by which a small table takes a moment. */
export const smallTraining = ["num_iterations=12", "min_data_in_leaf=10", "learning_rate=0.2"].flatMap((set) => [
  "--set",
  set
]);

/** A command of a copy of the project, as a user types it; its output. */
export async function runCommandIn({checkout, env}: Copy, name: string, ...args: string[]): Promise<string> {
  const program = ["--import", tsx, join("cli", `${name}.ts`), ...args];
  return (await run(process.execPath, program, {cwd: checkout, env, maxBuffer: 1e8})).stdout;
}

/** What the page's button saves, by id. */
export async function downloadedScores({page}: Report, folder: string): Promise<Map<string, number>> {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", {name: "predictions.csv"}).click()
  ]);
  const path = join(folder, "predictions.csv");
  await file.saveAs(path);
  const rows = csvParse(await readFile(path, "utf8"));
  const [id = ""] = rows.columns;
  return new Map(rows.map((row) => [row[id] ?? "", Number(row.probability)]));
}

/** ONNX Runtime's builds differ in the last digits of a float. */
export function expectSame(found: Map<string, number>, expected: Map<string, number>): void {
  expect([...found.keys()]).toEqual([...expected.keys()]);
  for (const [id, probability] of found) expect(probability, id).toBeCloseTo(expected.get(id) ?? Number.NaN, 6);
}
