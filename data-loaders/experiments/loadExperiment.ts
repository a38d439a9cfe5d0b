import process from "node:process";
import {readStaged, stagedDirectory} from "../../models/staging/readStaged.js";
import {comparableRuns} from "../../models/tracking/comparableRuns.js";
import {type CrossValidationRuns, readCrossValidations} from "../../models/tracking/crossValidationRuns.js";
import {openRunReader, type ReaderOptions} from "../../models/tracking/openRunReader.js";
import type {RunReader} from "../../models/tracking/runStore.js";
import {ConcurrencyLimit} from "../../src/lib/concurrency.js";
import {UserError} from "../../src/lib/errors.js";
import type {CrossValidation, ExperimentSummary, RunDetail} from "../../src/lib/experiment/crossValidation.js";
import {rankRuns} from "../../src/lib/metrics/metricSpread.js";
import {primaryMetric} from "../../src/lib/metrics/metrics.js";
import {digestAtHand} from "../raw/rawSource.js";
import {dataSourceOf} from "./readCrossValidation.js";
import {readRunDetail} from "./readRunDetail.js";

/** Cross-validations whose curves and artifacts are read at once. */
const readAtOnce = 4;

export interface LoadOptions extends ReaderOptions {
  /** Where the data are. */
  data?: string;
  /** Where the staged model is. */
  staged?: string;
  /** Told what is left out, and why. */
  warn?: (message: string) => void;
}

export interface Experiment {
  summary: ExperimentSummary;
  /** In the order of the summary's runs. */
  details: RunDetail[];
}

/**
 * Reads the experiment for the report, from the store that `openRunReader` opens. Runs on other data than those that
 * `comparableRuns` chooses are left out, as are damaged ones.
 * @throws UserError no-runs if nothing is left
 */
export async function loadExperiment({
  data = "data",
  staged = stagedDirectory,
  warn = (message) => void process.stderr.write(`${message}\n`),
  ...options
}: LoadOptions = {}): Promise<Experiment> {
  const dataDigest = options.dataDigest ?? (await digestAtHand(data));
  const reader = await openRunReader({...options, dataDigest});
  const {crossValidations, damaged} = await readCrossValidations(reader);
  for (const {message} of damaged) warn(`Left out: ${message}`);
  const {comparable, others} = comparableRuns(crossValidations, dataDigest);
  const newest = comparable[0]?.parent;
  if (newest === undefined)
    throw new UserError(
      "no-runs",
      `There are no finished runs in ${reader.location}: npm run train -- lightgbm-tuned.`
    );
  const dataSource = dataSourceOf(newest);
  if (others.length > 0) warn(describeOthers(others, newest.name));

  const read = (runs: CrossValidationRuns) => readOrWarn(reader, runs, warn);
  const details = (await new ConcurrencyLimit(readAtOnce).map(comparable, read)).filter(
    (detail) => detail !== undefined
  );
  if (details.length === 0)
    throw new UserError("no-runs", `None of the runs in ${reader.location} can be read: train one again.`);
  nameApart(details);
  details.sort((a, b) => (a.runId < b.runId ? -1 : 1));
  const ranked = rankRuns(details, primaryMetric);
  const ordered = [...ranked, ...details.filter((detail) => !ranked.includes(detail))];
  const stagedId = await stagedRunId(staged);
  return {
    summary: {
      experiment: reader.experiment,
      store: reader.location,
      dataSource,
      championId: ranked.at(0)?.runId ?? null,
      stagedId: details.some(({runId}) => runId === stagedId) ? stagedId : null,
      runs: ordered.map(summarize)
    },
    details: ordered
  };
}

async function readOrWarn(
  reader: RunReader,
  {parent, folds}: CrossValidationRuns,
  warn: (message: string) => void
): Promise<RunDetail | undefined> {
  try {
    const detail = await readRunDetail(reader, parent, folds);
    for (const part of [detail.importance, detail.outOfFold]) if ("reason" in part) warn(`Not shown: ${part.reason}`);
    return detail;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    warn(`Left out: run ${parent.name} (${parent.runId}). ${error.message}`);
    return undefined;
  }
}

/** Runs cannot be compared with runs on other data. */
function describeOthers(others: readonly CrossValidationRuns[], shown: string): string {
  const names = others.slice(0, 5).map(({parent}) => {
    const {kind, trainRows} = dataSourceOf(parent);
    return `${parent.name} (${trainRows.toLocaleString("en")} rows${kind === "demo" ? " of demo data" : ""})`;
  });
  const more = others.length > names.length ? ` and ${others.length - names.length} more` : "";
  const count = others.length === 1 ? "a run" : `${others.length} runs`;
  return `Left out: ${count} on other data than that of ${shown}: ${names.join(", ")}${more}.`;
}

function summarize({folds: _, importance: __, outOfFold: ___, ...run}: RunDetail): CrossValidation {
  return run;
}

/** The report tells runs apart by name; of several called alike, each gets the beginning of its id. */
function nameApart(runs: RunDetail[]): void {
  const counts = new Map<string, number>();
  for (const {name} of runs) counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const run of runs) if ((counts.get(run.name) ?? 0) > 1) run.name = `${run.name} (${run.runId.slice(0, 6)})`;
}

async function stagedRunId(directory: string): Promise<string | null> {
  try {
    return (await readStaged(directory)).manifest.runId;
  } catch (error) {
    // Where no model is staged, or a damaged one, the page that needs it says so.
    if (error instanceof UserError) return null;
    throw error;
  }
}
