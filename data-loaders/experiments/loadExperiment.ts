import process from "node:process";
import {readStaged, stagedDirectory} from "../../models/staging/readStaged.js";
import {runKinds, runTags} from "../../models/tracking/crossValidationRuns.js";
import {type ListedExperiment, listExperiments} from "../../models/tracking/listExperiments.js";
import type {ReaderOptions} from "../../models/tracking/openRunReader.js";
import type {Run} from "../../models/tracking/runStore.js";
import {UserError} from "../../src/lib/errors.js";
import type {Experiment, RunRow, Sweep} from "../../src/lib/experiment/experiment.js";
import {rankByMetric} from "../../src/lib/experiment/experiment.js";
import {countLeftOut, describeLeftOut} from "../../src/lib/experiment/leftOut.js";
import type {MetricColumn} from "../../src/lib/experiment/metricColumn.js";
import {withCard} from "../provide/dataCard.js";
import {digestAtHand} from "../raw/rawSource.js";
import {type ArrangedRun, type Arrangement, arrangeRuns} from "./arrangeRuns.js";
import {dataVersions} from "./dataVersions.js";
import {metricColumns} from "./metricColumns.js";
import {type DetailFiles, type PlannedRun, readDetails} from "./readDetails.js";
import {runRow} from "./runRow.js";

export interface LoadOptions extends ReaderOptions {
  /** Where the data are. */
  data?: string;
  /** Where the staged model is. */
  staged?: string;
  /** Called with what is left out, and why. */
  warn?: (message: string) => void;
  /** Leaves out runs that the store fails to give, instead of failing; by default as `npm run build` is set. */
  allowMissing?: boolean;
  /** Takes each run's detail as soon as it is read, so that never all are held. */
  onDetail?: (files: DetailFiles) => Promise<void>;
}

/** The environment variable by which a build tells its loaders that runs may be missing. */
export const allowMissingVariable = "REPORT_ALLOW_MISSING";

/**
 * Reads the experiments for the report: every run that came to its end and has a metric, whoever logged it, each from
 * one listing of the store, then its histories and artifacts. What is left out is counted by reason. A store that fails
 * for a moment never makes the report smaller: then nothing is loaded.
 * @throws UserError no-runs if nothing is left; run-unreadable, with the run's name, where the store fails
 */
export async function loadExperiment({
  data = "data",
  staged = stagedDirectory,
  warn = (message) => void process.stderr.write(`${message}\n`),
  allowMissing = process.env[allowMissingVariable] === "true",
  onDetail = async () => undefined,
  ...options
}: LoadOptions = {}): Promise<Experiment> {
  const {location, experiments} = await listExperiments(mayBeShown, options);
  const arranged = experiments.map((experiment) => ({experiment, ...arrangeRuns(experiment.runs)}));
  const all = arranged.flatMap(({rows}) => rows.map(({run}) => run)).sort((a, b) => b.startTime - a.startTime);
  if (all.length === 0) throw noRuns(location, arranged);
  const {sources, indexOf} = dataVersions(all, await digestAtHand(data));
  const planned = arranged.flatMap(({experiment, rows}) => rows.map((row) => plan(row, experiment, indexOf(row.run))));
  nameApart(planned.map(({row}) => row));
  const {metrics, primaryMetric} = metricColumns(
    planned.map(({row}) => row),
    experiments.map(({tags}) => tags)
  );
  const primary = metrics.find(({name}) => name === primaryMetric);
  const ordered = bestFirst(planned, primary);
  const {runs, leftOut: unread} = await readDetails(ordered, {allowMissing, onDetail, warn, canLead: leads(primary)});
  if (runs.length === 0)
    throw new UserError("no-runs", `None of the runs in ${location} can be read: train one again.`);
  const leftOut = countLeftOut([...arranged.flatMap(leftOutOf), ...unread]);
  if (leftOut.length > 0) warn(describeLeftOut(leftOut));
  const stagedId = await stagedRunId(staged);
  const [first] = sources;
  return {
    names: experiments.map(({name}) => name),
    store: location,
    dataSources: first === undefined ? [] : [await withCard(first, data), ...sources.slice(1)],
    primaryMetric,
    metrics,
    championId: runs.find(leads(primary))?.runId ?? null,
    stagedId: runs.some(({runId}) => runId === stagedId) ? stagedId : null,
    runs,
    leftOut,
    sweeps: arranged.flatMap((each) => each.sweeps.map((sweep) => describeSweep(sweep, each, runs)))
  };
}

/** Of one's own runs, whether it alone makes the recorded ones samples no more. */
function mayBeShown({status, tags}: Run): boolean {
  return status === "FINISHED" && tags[runTags.kind] !== runKinds.fold && tags[runTags.kind] !== runKinds.sweep;
}

function plan(arranged: ArrangedRun, experiment: ListedExperiment, data: number): PlannedRun {
  return {
    arranged,
    row: runRow(arranged, {experiment: experiment.name, data}),
    reader: experiment.readerOf(arranged.run.runId),
    page: experiment.page
  };
}

/** Best first by the metric, those on the first data before others, and those without the metric last. */
function bestFirst(planned: readonly PlannedRun[], primary: MetricColumn | undefined): PlannedRun[] {
  // A sweep's first trial repeats the model as it is: of equal ones the run that is no trial stands first.
  const isTrial = ({row}: PlannedRun) => Number(row.sweep !== undefined);
  const byId = planned.toSorted((a, b) => isTrial(a) - isTrial(b) || (a.row.runId < b.row.runId ? -1 : 1));
  if (primary === undefined) return byId;
  const places = new Map(
    rankByMetric(
      byId.map(({row}) => row),
      primary
    ).map(({runId}, place) => [runId, place])
  );
  const placeOf = ({row}: PlannedRun) => places.get(row.runId) ?? planned.length;
  return byId.sort((a, b) => a.row.data - b.row.data || placeOf(a) - placeOf(b));
}

/** Whether a run may be the champion, if no better one is before it. */
const leads =
  (primary: MetricColumn | undefined) =>
  ({data, metrics}: Pick<RunRow, "data" | "metrics">): boolean =>
    primary !== undefined && data === 0 && rankByMetric([{metrics}], primary).length > 0;

type Arranged = Arrangement & {experiment: ListedExperiment};

function leftOutOf({experiment: {damaged}, leftOut}: Arranged) {
  return [...damaged.map(({message}) => ({reason: "damaged" as const, name: message.replace(/\.$/, "")})), ...leftOut];
}

function noRuns(location: string, arranged: readonly Arranged[]): UserError {
  const leftOut = describeLeftOut(countLeftOut(arranged.flatMap(leftOutOf)));
  return new UserError(
    "no-runs",
    `There are no finished runs in ${location}: npm run train -- lightgbm-tuned.${leftOut === "" ? "" : ` ${leftOut}`}`
  );
}

function describeSweep({runId, name, startTime}: Run, {leftOut}: Arranged, runs: readonly RunRow[]): Sweep {
  const trials = leftOut.filter(({sweep}) => sweep?.runId === runId);
  const pruned = trials.filter(({reason}) => reason === "pruned").length;
  return {
    runId,
    name: name || runId.slice(0, 8),
    startTime,
    shown: runs.filter(({sweep}) => sweep === runId).length,
    pruned,
    unfinished: trials.length - pruned
  };
}

/** The report tells runs apart by name; of several called alike, each gets the beginning of its id. */
function nameApart(rows: PlannedRun["row"][]): void {
  const counts = new Map<string, number>();
  for (const {name} of rows) counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const row of rows) if ((counts.get(row.name) ?? 0) > 1) row.name = `${row.name} (${row.runId.slice(0, 6)})`;
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
