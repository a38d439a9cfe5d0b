import {damagedRun} from "../faults.js";
import {readPythonFloat} from "../metricValues.js";
import type {Metric} from "../runStore.js";
import {readText, type StoreFiles} from "./storeFiles.js";

/**
 * All values of a metric, in the file's order; empty if there is no such file. A line has time and value; since
 * MLflow 1.0 also the step; for a metric of a dataset also the dataset's name and digest.
 * @throws UserError damaged-run with the line that is something else
 */
export async function readMetricFile(files: StoreFiles, path: string): Promise<Metric[]> {
  const text = (await readText(files, path)) ?? "";
  const metrics: Metric[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const trimmed = line.trim();
    if (trimmed === "") continue;
    const metric = readLine(trimmed.split(" "));
    if (metric === undefined) throw damagedRun(files.nameOf(path), `line ${index + 1} is not “time value step”`);
    metrics.push(metric);
  }
  return metrics;
}

function readLine(fields: readonly string[]): Metric | undefined {
  const [time, number, count = "0"] = fields;
  const value = readPythonFloat(number ?? "");
  const isWhole = /^-?\d+$/;
  if (value === undefined || !isWhole.test(time ?? "") || !isWhole.test(count)) return undefined;
  return {timestamp: Number(time), value, step: Number(count)};
}

/** One line of a metric file. JavaScript's names of NaN and the infinities are among those that Python reads. */
export function formatMetricLine({timestamp, value, step}: Metric): string {
  return `${timestamp} ${value} ${step}\n`;
}
