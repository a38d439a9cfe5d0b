import process from "node:process";
import {readStaged, stagedDirectory} from "../../models/staging/readStaged.js";
import {comparableRuns} from "../../models/tracking/comparableRuns.js";
import {type CrossValidationRuns, isPruned, readCrossValidations} from "../../models/tracking/crossValidationRuns.js";
import {openRunReader, type ReaderOptions} from "../../models/tracking/openRunReader.js";
import type {Run} from "../../models/tracking/runStore.js";
import {ConcurrencyLimit} from "../../src/lib/concurrency.js";
import {UserError} from "../../src/lib/errors.js";
import type {CrossValidation, ExperimentSummary, RunDetail} from "../../src/lib/experiment/crossValidation.js";
import {countLeftOut, describeLeftOut, type LeftOutReason} from "../../src/lib/experiment/leftOut.js";
import {rankRuns} from "../../src/lib/metrics/metricSpread.js";
import {primaryMetric} from "../../src/lib/metrics/metrics.js";
import {withCard} from "../provide/dataCard.js";
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
  /** Called with what is left out, and why. */
  warn?: (message: string) => void;
  /** Leaves out runs that the store fails to give, instead of failing; by default as `npm run build` is set. */
  allowMissing?: boolean;
}

export interface Experiment {
  summary: ExperimentSummary;
  /** In the order of the summary's runs. */
  details: RunDetail[];
}

/**
 * Reads the experiment for the report, from the store that `openRunReader` opens. Runs on other data than those that
 * `comparableRuns` chooses are left out, as are damaged ones; the summary says so. A store that fails for a moment never
 * makes the report smaller: then nothing is loaded.
 * @throws UserError no-runs if nothing is left; run-unreadable, with the run's name, where the store fails
 */
export async function loadExperiment({
  data = "data",
  staged = stagedDirectory,
  warn = (message) => void process.stderr.write(`${message}\n`),
  allowMissing = process.env[allowMissingVariable] === "true",
  ...options
}: LoadOptions = {}): Promise<Experiment> {
  const reader = await openRunReader(options);
  const {crossValidations, unfinished, foreign, damaged} = await readCrossValidations(reader);
  const {comparable, others} = comparableRuns(crossValidations, await digestAtHand(data));
  const leftOut: LeftOutRun[] = [
    ...others.map(({parent}) => ({reason: "otherData" as const, name: describeOther(parent)})),
    ...unfinished.map((run) => ({reason: reasonOf(run), name: run.name})),
    ...damaged.map(({message}) => ({reason: "damaged" as const, name: withoutStop(message)})),
    ...foreign.map(({name}) => ({reason: "foreign" as const, name}))
  ];
  const newest = comparable[0]?.parent;
  if (newest === undefined)
    throw new UserError(
      "no-runs",
      `There are no finished runs in ${reader.location}: npm run train -- lightgbm-tuned.`
    );
  const dataSource = await withCard(dataSourceOf(newest), data);
  const read = async ({parent, folds}: CrossValidationRuns) => {
    try {
      const detail = await readRunDetail(reader, parent, folds);
      for (const part of [detail.importance, detail.outOfFold]) if ("reason" in part) warn(`Not shown: ${part.reason}`);
      return detail;
    } catch (error) {
      leftOut.push(explainMissing(error, parent, allowMissing));
      return undefined;
    }
  };
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
  if (leftOut.length > 0) warn(describeLeftOut(countLeftOut(leftOut)));
  return {
    summary: {
      experiment: reader.experiment,
      store: reader.location,
      dataSource,
      championId: ranked.at(0)?.runId ?? null,
      stagedId: details.some(({runId}) => runId === stagedId) ? stagedId : null,
      runs: ordered.map(summarize),
      leftOut: countLeftOut(leftOut)
    },
    details: ordered
  };
}

/** The environment variable by which a build tells its loaders that runs may be missing. */
export const allowMissingVariable = "REPORT_ALLOW_MISSING";

type LeftOutRun = Parameters<typeof countLeftOut>[0][number];

/** Why a run is left out, by what was thrown when it was read. @throws what must not be ignored */
function explainMissing(error: unknown, {name, runId}: Run, allowMissing: boolean): LeftOutRun {
  if (!(error instanceof UserError)) throw error;
  const reason = withoutStop(error.message);
  if (error.code === "damaged-run") return {reason: "damaged", name: reason};
  if (allowMissing) return {reason: "unreadable", name: `${name}: ${reason}`};
  throw new UserError(
    "run-unreadable",
    `Run ${name} (${runId}) cannot be read, and the report would lack it. ${error.message} Try again, or leave it out: npm run build -- --allow-missing`,
    {value: runId}
  );
}

function reasonOf(run: Run): LeftOutReason {
  const {status} = run;
  if (isPruned(run)) return "pruned";
  if (status === "FAILED") return "failed";
  return status === "KILLED" ? "interrupted" : "running";
}

function describeOther(run: Run): string {
  const {kind, trainRows} = dataSourceOf(run);
  return `${run.name}, ${trainRows.toLocaleString("en")} rows${kind === "demo" ? " of demo data" : ""}`;
}

const withoutStop = (sentence: string) => sentence.replace(/\.$/, "");

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
