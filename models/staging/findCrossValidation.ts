import {UserError} from "../../src/lib/errors.js";
import {type MetricResult, rankRuns} from "../../src/lib/metrics/metricSpread.js";
import {type MetricRecord, primaryMetric} from "../../src/lib/metrics/metrics.js";
import {nearestName} from "../../src/lib/nearestName.js";
import {finishedCrossValidations, readCrossValidations, runTags} from "../tracking/crossValidationRuns.js";
import type {Run, RunReader} from "../tracking/runStore.js";
import {describeRun, metricsOverFolds, stagedMetrics} from "./describeRun.js";

const shortestPrefix = 4;

/**
 * The finished cross-validation that a user means by a run id, the beginning of one, or a run name
 * (of several of one name, the newest).
 * @throws {UserError} `no-runs`, `unknown-run`, `ambiguous-run`
 */
export async function findCrossValidation(reader: RunReader, wanted: string): Promise<Run> {
  return chooseRun(await requireRuns(reader), wanted, reader.location);
}

/** @param runs newest first, from the store at this location */
export function chooseRun(runs: readonly Run[], wanted: string, location: string): Run {
  const named = runs.find(({runId, name}) => runId === wanted || name === wanted);
  if (named) return named;
  const matches = wanted.length < shortestPrefix ? [] : runs.filter(({runId}) => runId.startsWith(wanted));
  const [match] = matches;
  if (match !== undefined && matches.length === 1) return match;
  if (matches.length > 1) {
    const names = matches.map(({runId, name}) => `${name} (${runId.slice(0, wanted.length + 4)}…)`).join(", ");
    throw new UserError("ambiguous-run", `\`${wanted}\` begins the ids of ${matches.length} runs: ${names}.`, {
      value: wanted
    });
  }
  const nearest = nearestName(
    wanted,
    runs.flatMap(({name, tags}) => [name, tags[runTags.model] ?? name])
  );
  const advice = nearest === undefined ? "`npm run train -- MODEL` makes one." : `Did you mean \`${nearest}\`?`;
  throw new UserError("unknown-run", `There is no finished run \`${wanted}\` in ${location}. ${advice}`, {
    value: wanted
  });
}

/**
 * The cross-validation with the best mean validation AUC, of those that can be staged.
 * @throws {UserError} `no-runs`; `no-usable-run`, with the reason of the newest
 */
export async function findChampion(reader: RunReader): Promise<Run> {
  const {crossValidations} = await readCrossValidations(reader);
  if (crossValidations.length === 0) throw noRuns(reader);
  const candidates: {parent: Run; metrics: MetricRecord<MetricResult>}[] = [];
  let fault: UserError | undefined;
  for (const {parent, folds} of crossValidations) {
    try {
      describeRun(parent);
      stagedMetrics(parent, folds);
      candidates.push({parent, metrics: metricsOverFolds(folds)});
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      fault ??= error;
    }
  }
  const [champion] = rankRuns(candidates, primaryMetric);
  if (champion !== undefined) return champion.parent;
  throw new UserError("no-usable-run", `No finished run in ${reader.location} can be staged. ${fault?.message ?? ""}`);
}

/** The newest cross-validation of a model of the catalogue, if there is one. */
export async function findLatestOfModel(reader: RunReader, model: string): Promise<Run | undefined> {
  const {runs} = await finishedCrossValidations(reader);
  return runs.find(({tags}) => tags[runTags.model] === model);
}

async function requireRuns(reader: RunReader): Promise<Run[]> {
  const {runs} = await finishedCrossValidations(reader);
  if (runs.length > 0) return runs;
  throw noRuns(reader);
}

function noRuns({location}: RunReader): UserError {
  return new UserError("no-runs", `There is no finished run in ${location}; run \`npm run train\` first.`);
}
