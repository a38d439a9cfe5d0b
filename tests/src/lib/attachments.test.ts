import {describe, expect, it} from "vitest";
import {UserError} from "../../../src/lib/errors.js";
import {parseExperiment, parseRun} from "../../../src/lib/experiment/parseExperiment.js";
import {parseAddresses} from "../../../src/lib/inference/apiScores.js";
import {formatJson, isRecord} from "../../../src/lib/json.js";
import {parseMonitorSummary} from "../../../src/lib/monitoring/parseSummary.js";
import {summarizeHistory} from "../../../src/lib/monitoring/summary.js";
import {parseSample} from "../../../src/lib/scoring/madeUpRows.js";
import {sampleExperiment, sampleRunDetail} from "../../fixtures/reportSamples.js";

const experiment = sampleExperiment();
const [best, second] = experiment.runs;
if (best === undefined || second === undefined) throw new Error("the sample has too few runs");
const absent = {reason: "AUC was logged as NaN", faulty: true};

/** What the pages read, as the loaders write it. */
const attachments: Record<string, {parse: (text: string) => unknown; value: unknown}> = {
  "runs.json": {
    parse: parseExperiment,
    value: {
      ...experiment,
      stagedId: null,
      runs: [best, {...second, threshold: undefined, metrics: {auc: absent}}],
      leftOut: [{reason: "failed", count: 2, names: ["a", ""]}]
    }
  },
  "runs/ID.json": {parse: parseRun, value: sampleRunDetail(best, {features: 3})},
  "runs/ID.json of a run without predictions": {
    parse: parseRun,
    value: {...sampleRunDetail(best), importance: {reason: "No model"}, outOfFold: {reason: "No predictions"}}
  },
  "monitor.json": {
    parse: parseMonitorSummary,
    value: summarizeHistory(
      [true, false, true].map((up, i) => ({
        kind: "probe",
        time: i * 3_600_000,
        service: "uat",
        up,
        milliseconds: 10,
        ...(up ? {drift: 0.1} : {reason: "refused the connection"})
      }))
    )
  },
  "inference.json": {parse: parseAddresses, value: [{name: "the primary API", address: "./"}]},
  "sample.json": {parse: parseSample, value: {description: "2 rows", csv: "id,x\n1,2\n"}}
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

describe.each(Object.entries(attachments))("%s", (_, {parse, value}) => {
  const written = formatJson(value);

  it("is read as it was written", () => {
    expect(JSON.parse(formatJson(parse(written)))).toEqual(JSON.parse(written));
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
