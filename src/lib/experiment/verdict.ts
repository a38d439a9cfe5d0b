import {isMetricName, type MetricName} from "../metrics/metrics.js";
import {type RowMethod, rowDifference, rowMethod} from "../metrics/rowDifference.js";
import {correctedInterval, type Interval} from "../metrics/spread.js";
import {type BootstrapOptions, finish} from "../statistics/pairedBootstrap.js";
import {measuredMetric, type RunRow, type RunScores, whyNotMeasured} from "./experiment.js";
import type {MetricColumn} from "./metricColumn.js";

// Is one run better than another? Two questions, which are never mixed. *These models on these rows*: the models that
// there are, on other rows of the same kind; asked of all rows at once. *The recipe on new folds*: models that the same
// recipe would train on other rows; asked of the folds, as training varies as well.

export type Call = "better" | "worse" | "too close to call";

export interface Decision {
  /** Of the first run against the second. */
  call: Call;
  /** The first run's metric less the second's, in the metric's own unit and sign, with its 95 % interval. */
  interval: Interval;
}

export interface NoDecision {
  /** Why the question cannot be answered: a sentence without its full stop. */
  reason: string;
  /** The first run's mean less the second's, where both have the metric on the same data. */
  difference?: number;
}

export type Verdict = Decision | NoDecision;

export const isDecided = (verdict: Verdict): verdict is Decision => "call" in verdict;

/** The difference that a verdict is about, in the metric's own sign; undefined where there is none. */
export const differenceOf = (verdict: Verdict): number | undefined =>
  isDecided(verdict) ? verdict.interval.mean : verdict.difference;

type Compared = Pick<
  RunRow,
  "runId" | "name" | "data" | "foldsKey" | "kind" | "metrics" | "threshold" | "onTheseRows" | "has"
>;

/** What an interval of a difference says: better where it leaves out 0 on the good side. */
export function decide(interval: Interval, {direction}: Pick<MetricColumn, "direction">): Decision {
  const [ahead, behind] =
    direction === "lower" ? [interval.high < 0, interval.low > 0] : [interval.low > 0, interval.high < 0];
  return {call: ahead ? "better" : behind ? "worse" : "too close to call", interval};
}

/**
 * The recipe on new folds: the corrected resampled t-test of Nadeau and Bengio over the same folds of both, also of
 * repeated cross-validation (see `correctedInterval`).
 */
export function recipeVerdict(
  first: Compared,
  second: Compared,
  metric: MetricColumn,
  {confidence = 0.95}: {confidence?: number} = {}
): Verdict {
  const missing = whyNotCompared(first, second, metric);
  if (missing !== undefined) return {reason: missing};
  const [a, b] = [measuredMetric(first, metric.name), measuredMetric(second, metric.name)];
  if (a === undefined || b === undefined) return {reason: "The metric is missing"};
  const refuse = (reason: string): NoDecision => ({reason, difference: a.mean - b.mean});
  const single = [first, second].find((run) => run.kind === "run");
  if (single !== undefined) return refuse(`${single.name} is a single run, without folds`);
  if (a.folds.length === 0 || b.folds.length === 0) return refuse(`${metric.title} has no value for each fold`);
  if (a.folds.length < 2 || b.folds.length < 2) return refuse("One fold has no spread");
  const otherFolds = whyOtherFolds(first, second);
  if (otherFolds !== undefined) return refuse(otherFolds);
  if (a.folds.length !== b.folds.length || a.testToTrain !== b.testToTrain)
    return refuse("Their folds hold different rows");
  const differences = a.folds.map((value, fold) => value - b.folds[fold]);
  const interval = correctedInterval(differences, {testToTrain: a.testToTrain, confidence});
  return interval === undefined ? refuse("The values are too large for an interval") : decide(interval, metric);
}

/** On how many folds the first run is ahead; undefined unless both have the same folds. */
export function foldWins(
  first: Compared,
  second: Compared,
  {name, direction}: MetricColumn
): {wins: number; folds: number} | undefined {
  const [a, b] = [measuredMetric(first, name), measuredMetric(second, name)];
  if (a === undefined || b === undefined || first.data !== second.data) return undefined;
  if (whyOtherFolds(first, second) !== undefined || a.folds.length !== b.folds.length) return undefined;
  const sign = direction === "lower" ? -1 : 1;
  return {wins: a.folds.filter((value, fold) => sign * (value - b.folds[fold]) > 0).length, folds: a.folds.length};
}

/** With fewer rows of either class, neither test's approximation holds. */
const fewestOfClass = 10;

/**
 * These models on these rows, from the predictions of both, which are in the same order. Pauses while it resamples, so
 * that a page may draw in between; `rowsVerdict` does not.
 */
export function* rowsVerdictSteps(
  first: Compared,
  second: Compared,
  metric: MetricColumn,
  [firstScores, secondScores]: readonly [RunScores, RunScores],
  options?: BootstrapOptions
): Generator<void, Verdict> {
  const reason = whyNoRows(first, second, metric);
  if (reason !== undefined || !isMetricName(metric.name)) return {reason: reason ?? ""};
  const {labels} = firstScores;
  const positives = labels.reduce((sum, label) => sum + label, 0);
  if (Math.min(positives, labels.length - positives) < fewestOfClass)
    return {reason: `One class has fewer than ${fewestOfClass} rows`};
  const interval = yield* rowDifference(
    metric.name,
    labels,
    {probabilities: firstScores.probabilities, threshold: first.threshold},
    {probabilities: secondScores.probabilities, threshold: second.threshold},
    options
  );
  return interval === undefined ? {reason: `${metric.title} does not exist on these rows`} : decide(interval, metric);
}

/** As `rowsVerdictSteps`, at once. */
export function rowsVerdict(
  first: Compared,
  second: Compared,
  metric: MetricColumn,
  scores: readonly [RunScores, RunScores],
  options?: BootstrapOptions
): Verdict {
  return finish(rowsVerdictSteps(first, second, metric, scores, options));
}

/** These models on these rows, from what the build has compared with the champion: only of AUC, and beside the champion. */
export function builtRowsVerdict(
  first: Compared,
  second: Compared,
  metric: MetricColumn,
  championId: string | null
): Verdict {
  const reason = whyNoRows(first, second, metric);
  if (reason !== undefined) return {reason};
  const [champion, other] = second.runId === championId ? [second, first] : [first, second];
  if (metric.name !== "auc" || champion.runId !== championId || other.onTheseRows === undefined)
    return {reason: "They are compared row by row in the comparison"};
  const {mean, low, high} = other.onTheseRows;
  return decide(champion === second ? {mean, low, high} : {mean: -mean, low: -high, high: -low}, metric);
}

/** How the rows are compared by a metric; undefined where they cannot be. */
export const rowMethodOf = ({name}: MetricColumn): RowMethod | undefined =>
  isMetricName(name) ? rowMethod(name) : undefined;

const needThreshold: readonly MetricName[] = ["accuracy", "precision", "recall", "f1"];

/** Why the predictions of two runs cannot be compared row by row. */
export function whyNoRows(first: Compared, second: Compared, metric: MetricColumn): string | undefined {
  if (first.data !== second.data) return "They are on different data";
  const {name} = metric;
  if (!isMetricName(name)) return `How ${metric.title} is made of rows is not known`;
  const without = [first, second].filter(({has}) => !has.outOfFold);
  if (without.length > 0) return `${namesOf(without)} logged no out-of-fold predictions`;
  const otherFolds = whyOtherFolds(first, second);
  if (otherFolds !== undefined) return otherFolds;
  const noThreshold = [first, second].filter(({threshold}) => threshold === undefined);
  if (needThreshold.includes(name) && noThreshold.length > 0) return `${namesOf(noThreshold)} has no threshold`;
  return undefined;
}

function whyNotCompared(first: Compared, second: Compared, metric: MetricColumn): string | undefined {
  if (first.data !== second.data) return "They are on different data";
  const missing = [first, second].find((run) => measuredMetric(run, metric.name) === undefined);
  return missing && `${metric.title} of ${missing.name} is missing: ${whyNotMeasured(missing, metric.name)}`;
}

function whyOtherFolds(first: Compared, second: Compared): string | undefined {
  if (first.foldsKey === undefined || second.foldsKey === undefined)
    return "Whether their folds hold the same rows is not known";
  return first.foldsKey === second.foldsKey ? undefined : "Their folds hold different rows";
}

const namesOf = (runs: readonly Compared[]) => runs.map(({name}) => name).join(" and ");
