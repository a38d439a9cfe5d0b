import {stat} from "node:fs/promises";
import {join} from "node:path";
import {listFiles, readTextIfPresent} from "../dataset/files.js";
import {describeLeftOut} from "../src/lib/experiment/leftOut.js";
import {parseExperiment} from "../src/lib/experiment/parseExperiment.js";
import {siteName} from "./versions.js";

/** Framework's copy of what the loader of the runs wrote. */
const runsFile = "src/.observablehq/cache/data/experiment.json";

/** What a report that was just built holds, and what was left out of it and why; a sentence each. */
export async function describeReport(milliseconds: number): Promise<string[]> {
  const files = await listFiles(`${siteName}/.`);
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(siteName, file))).size));
  const megabytes = sizes.reduce((sum, size) => sum + size, 0) / 1e6;
  const pages = files.filter((file) => file.endsWith(".html")).length;
  const seconds = Math.round(milliseconds / 1000);
  const built = `Built ${pages} pages in ${siteName}/, ${megabytes.toFixed(1)} MB, in ${seconds} s`;
  const text = await readTextIfPresent(runsFile);
  if (text === undefined) return [`${built}.`];
  const {runs, store, leftOut} = parseExperiment(text);
  const from = `${runs.length} ${runs.length === 1 ? "run" : "runs"} from ${store}`;
  return [`${built}: ${from}.`, describeLeftOut(leftOut)].filter((sentence) => sentence !== "");
}
