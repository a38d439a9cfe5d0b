import {describe, expect, it} from "vitest";
import {UserError} from "../../../src/lib/errors.js";
import {measuredMetric} from "../../../src/lib/experiment/experiment.js";
import {formatExperiment, formatRunDetail} from "../../../src/lib/experiment/formatExperiment.js";
import {parseExperiment} from "../../../src/lib/experiment/parseExperiment.js";
import {parseRunDetail} from "../../../src/lib/experiment/parseRunDetail.js";
import {parseAddresses} from "../../../src/lib/inference/apiScores.js";
import {formatJson, isRecord} from "../../../src/lib/json.js";
import {parseMonitorSummary} from "../../../src/lib/monitoring/parseSummary.js";
import {summarizeHistory} from "../../../src/lib/monitoring/summary.js";
import {parseSample} from "../../../src/lib/scoring/madeUpRows.js";
import {sampleReport, sampleReportDetail} from "../../fixtures/experimentSamples.js";

const experiment = sampleReport();
const [best, second] = experiment.runs;
const auc = best && measuredMetric(best, "auc");
if (auc === undefined || second === undefined) throw new Error("the sample has too few runs");
const absent = {reason: "AUC was logged as NaN", faulty: true};

/** A file of the report: how it is read, and what is written to it. */
function attachment<T>(parse: (text: string) => T, value: T, write: (value: T) => string = formatJson) {
  const written = write(value);
  return {parse, written, again: () => write(parse(written))};
}

/** What the pages read, as the loaders write it. */
const attachments = {
  "experiment.json": attachment(
    parseExperiment,
    {
      ...experiment,
      stagedId: null,
      runs: [
        {...best, sweep: "s", metrics: {auc: {...auc, testToTrain: 0.1}}},
        {...second, threshold: undefined, foldsKey: undefined, onTheseRows: undefined, metrics: {auc: absent}},
        {...second, kind: "run", durationMilliseconds: undefined, params: {}, metrics: {f1: {mean: 0.5, folds: []}}}
      ],
      leftOut: [{reason: "failed", count: 2, names: ["a", ""]}],
      sweeps: [{runId: "s", name: "sweep", startTime: 1, shown: 1, pruned: 2, unfinished: 0}]
    },
    formatExperiment
  ),
  "runs/ID.json": attachment(parseRunDetail, sampleReportDetail(0, {features: 3}), formatRunDetail),
  "runs/ID.json of a run without predictions": attachment(
    parseRunDetail,
    {...sampleReportDetail(), importance: {reason: "No model"}, outOfFold: {reason: "No predictions"}},
    formatRunDetail
  ),
  "monitor.json": attachment(
    parseMonitorSummary,
    summarizeHistory(
      [true, false, true].map((up, i) => ({
        kind: "probe",
        time: i * 3_600_000,
        service: "uat",
        up,
        milliseconds: 10,
        ...(up ? {drift: 0.1} : {reason: "refused the connection"})
      }))
    )
  ),
  "inference.json": attachment(parseAddresses, [{name: "the primary API", address: "./"}]),
  "sample.json": attachment(parseSample, {description: "2 rows", csv: "id,x\n1,2\n"})
};

/** The paths of all fields, at any depth; of a list, of its first entry. */
function fields(value: unknown, path: string[] = []): string[][] {
  const entries = Array.isArray(value)
    ? Object.entries(value.slice(0, 1))
    : isRecord(value)
      ? Object.entries(value)
      : [];
  return entries.flatMap(([key, field]) =>
    field === undefined ? [] : [[...path, key], ...fields(field, [...path, key])]
  );
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((entry, i) => (String(i) === key ? replaced(entry, rest, by) : entry));
  return isRecord(value) ? {...value, [key]: replaced(value[key], rest, by)} : value;
}

describe.each(Object.entries(attachments))("%s", (_, {parse, written, again}) => {
  it("is read as it was written", () => {
    expect(JSON.parse(again())).toEqual(JSON.parse(written));
  });

  it("is refused where any field is of another type, with the path of the field", () => {
    const all = fields(JSON.parse(written));
    expect(all.length).toBeGreaterThan(1);
    for (const path of all) {
      // No field is a list of a list with nothing in it.
      const damaged = formatJson(replaced(JSON.parse(written), path, [[]]));
      expect(() => parse(damaged), path.join(".")).toThrow(UserError);
      expect(() => parse(damaged), path.join(".")).toThrow(/must be/);
    }
  });

  it("is refused where it is no JSON", () => {
    expect(() => parse(written.slice(0, -1))).toThrow(/is not a JSON file/);
  });
});
