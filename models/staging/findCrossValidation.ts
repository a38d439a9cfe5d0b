import {UserError} from "../../src/lib/errors.js";
import {type MetricResult, rankRuns} from "../../src/lib/metrics/metricSpread.js";
import {type MetricRecord, primaryMetric} from "../../src/lib/metrics/metrics.js";
import {comparableRuns} from "../tracking/comparableRuns.js";
import {finishedCrossValidations, readCrossValidations, sweepTags} from "../tracking/crossValidationRuns.js";
import type {Run, RunReader} from "../tracking/runStore.js";
import {chooseRun} from "./chooseRun.js";
import {describeRun, metricsOverFolds, stagedMetrics} from "./describeRun.js";

/**
 * The finished cross-validation that a user means by a word, as `chooseRun` has it.
 * @param dataDigest of the training file at hand
 * @throws {UserError} `no-runs`, `unknown-run`, `ambiguous-run`
 */
export async function findCrossValidation(reader: RunReader, wanted: string, dataDigest?: string): Promise<Run> {
  return chooseRun(await requireRuns(reader), wanted, reader.location, dataDigest);
}

/**
 * The cross-validation with the best mean validation AUC, of those on the data that `comparableRuns` chooses that can
 * be staged. Where there are others, a sweep's trials are none of them: the best of many is flattered, so that
 * `stagemodel best` confirms it first.
 * @param dataDigest of the training file at hand
 * @throws {UserError} `no-runs`; `no-usable-run`, with the reason of the newest
 */
export async function findChampion(reader: RunReader, dataDigest?: string): Promise<Run> {
  const {crossValidations} = await readCrossValidations(reader);
  if (crossValidations.length === 0) throw noRuns(reader);
  const candidates: {parent: Run; metrics: MetricRecord<MetricResult>}[] = [];
  let fault: UserError | undefined;
  for (const {parent, folds} of comparableRuns(crossValidations, dataDigest).comparable) {
    try {
      describeRun(parent);
      stagedMetrics(parent, folds);
      candidates.push({parent, metrics: metricsOverFolds(folds)});
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      fault ??= error;
    }
  }
  const alone = candidates.filter(({parent}) => parent.tags[sweepTags.trial] === undefined);
  const [champion] = rankRuns(alone.length > 0 ? alone : candidates, primaryMetric);
  if (champion !== undefined) return champion.parent;
  throw new UserError("no-usable-run", `No finished run in ${reader.location} can be staged. ${fault?.message ?? ""}`);
}

async function requireRuns(reader: RunReader): Promise<Run[]> {
  const {runs} = await finishedCrossValidations(reader);
  if (runs.length > 0) return runs;
  throw noRuns(reader);
}

function noRuns({location}: RunReader): UserError {
  return new UserError("no-runs", `There is no finished run in ${location}; run \`npm run train\` first.`);
}
