import {execFile} from "node:child_process";
import {readFile} from "node:fs/promises";
import {createRequire} from "node:module";
import {join} from "node:path";
import process from "node:process";
import {pathToFileURL} from "node:url";
import {promisify} from "node:util";
import {csvParse} from "d3-dsv";
import {dataField} from "../../server/requests/dataFile.js";
import {startTestServer, type TestServer} from "../server/testServer.js";
import type {Copy} from "../steps/copy.js";
import type {Report} from "./report.js";

const run = promisify(execFile);
const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

/** Options of `train` by which a small table takes a moment. */
export const smallTraining = ["num_iterations=12", "min_data_in_leaf=10", "learning_rate=0.2"].flatMap((set) => [
  "--set",
  set
]);

/** A command of a copy of the project, as a user types it; its output and what it says beside. */
export async function runCommandIn({checkout, env}: Copy, name: string, ...args: string[]): Promise<string> {
  const program = ["--import", tsx, join("cli", `${name}.ts`), ...args];
  const {stdout, stderr} = await run(process.execPath, program, {cwd: checkout, env, maxBuffer: 1e8});
  return stdout + stderr;
}

/** What the page's button saves, by id. */
export async function downloadedScores({page}: Report, folder: string): Promise<Map<string, number>> {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", {name: "predictions.csv"}).click()
  ]);
  const path = join(folder, "predictions.csv");
  await file.saveAs(path);
  return scoresOf(await readFile(path, "utf8"));
}

/** Of a file of scores, by id: its first two columns. */
export function scoresOf(csv: string): Map<string, number> {
  const rows = csvParse(csv);
  const [id = "", score = ""] = rows.columns;
  return new Map(rows.map((row) => [row[id] ?? "", Number(row[score])]));
}

/** The API's scores of a table, sent as a file and as JSON. */
export async function scoresByApi(modelDirectory: string, csv: string) {
  const api = await startTestServer({MODEL_DIRECTORY: modelDirectory});
  try {
    return await scoresByServer(api, csv);
  } finally {
    await api.close();
  }
}

/** The same of an API that is running. */
export async function scoresByServer({address, uploadAddress}: TestServer, csv: string) {
  const form = new FormData();
  form.set(dataField, new File([csv], "test.csv"));
  const asFile = await fetch(`${uploadAddress}?probability=true`, {method: "POST", body: form});
  const asRows = await fetch(`${address}/api/v1/classification/inference/predict?probability=true`, {
    method: "POST",
    headers: {"content-type": "application/json"},
    body: JSON.stringify(csvParse(csv, jsonRow))
  });
  return {asFile: probabilitiesOf(await asFile.json()), asRows: probabilitiesOf(await asRows.json())};
}

/** Numbers where a cell is one, null where it is empty, as a program would send them; ids are texts. */
function jsonRow(row: Record<string, string | undefined>): Record<string, string | number | null> {
  return Object.fromEntries(
    Object.entries(row).map(([name, text = ""], column) => {
      if (text === "" || text === "NA") return [name, null];
      return [name, column > 0 && Number.isFinite(Number(text)) ? Number(text) : text];
    })
  );
}

function probabilitiesOf(answer: unknown): Map<string, number> {
  const rows: Record<string, unknown>[] = Array.isArray(answer) ? answer : [];
  return new Map(rows.map(({probability, ...row}) => [String(Object.values(row)[0]), Number(probability)]));
}
