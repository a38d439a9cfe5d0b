import {stat} from "node:fs/promises";
import {join} from "node:path";
import {listFiles, readTextIfPresent} from "../dataset/files.js";
import {describeLeftOut, isLeftOutReason, type LeftOut} from "../src/lib/experiment/leftOut.js";
import {isRecord, numberField, parseJson, recordsField, textField} from "../src/lib/json.js";
import {siteName} from "./versions.js";

/** Framework's copy of what the runs' loader wrote. */
const runsFile = "src/.observablehq/cache/data/runs.json";

/** What a report that was just built holds, and what was left out of it and why; a sentence each. */
export async function describeReport(milliseconds: number): Promise<string[]> {
  const files = await listFiles(`${siteName}/.`);
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(siteName, file))).size));
  const megabytes = sizes.reduce((sum, size) => sum + size, 0) / 1e6;
  const pages = files.filter((file) => file.endsWith(".html")).length;
  const seconds = Math.round(milliseconds / 1000);
  const built = `Built ${pages} pages in ${siteName}/, ${megabytes.toFixed(1)} MB, in ${seconds} s`;
  const summary = parseJson((await readTextIfPresent(runsFile)) ?? "");
  if (!isRecord(summary)) return [`${built}.`];
  const runs = recordsField(summary, "runs").length;
  const from = `${runs} ${runs === 1 ? "run" : "runs"} from ${textField(summary, "store") ?? "nowhere"}`;
  const leftOut = recordsField(summary, "leftOut").flatMap((group) => readLeftOut(group) ?? []);
  return [`${built}: ${from}.`, describeLeftOut(leftOut)].filter((sentence) => sentence !== "");
}

function readLeftOut(group: Record<string, unknown>): LeftOut | undefined {
  const {reason, names} = group;
  if (!isLeftOutReason(reason) || !Array.isArray(names)) return undefined;
  return {
    reason,
    count: numberField(group, "count") ?? 0,
    names: names.filter((name) => typeof name === "string")
  };
}
