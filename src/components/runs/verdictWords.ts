import {bestOfMany} from "../../lib/experiment/bestOfMany.js";
import {type Experiment, measuredMetric, type RunRow, rankByMetric} from "../../lib/experiment/experiment.js";
import type {MetricColumn} from "../../lib/experiment/metricColumn.js";
import {metricInterval} from "../../lib/experiment/metricInterval.js";
import {
  builtRowsVerdict,
  type Decision,
  differenceOf,
  foldWins,
  isDecided,
  recipeVerdict,
  rowMethodOf,
  type Verdict
} from "../../lib/experiment/verdict.js";
import type {Interval} from "../../lib/metrics/spread.js";
import {formatCount, formatDelta, formatMetric, formatRuns} from "../format.js";

// What is said of verdicts, on every page. Titles never claim more than the intervals do, and name who is compared.

/** Both answers to “which one is better?”. */
export interface Verdicts {
  /** These models on these rows. */
  rows: Verdict;
  /** The recipe on new folds. */
  recipe: Verdict;
}

/** How the intervals are made, for the line under a chart or table. */
export const verdictNote = (metric: MetricColumn): string =>
  `95 % intervals. These models on these rows: ${rowMethodOf(metric) ?? "not known for this metric"}. The recipe on new folds: the corrected resampled t-test of Nadeau and Bengio over the same folds.`;

/** Both verdicts of two runs, as far as they are known without the predictions themselves. */
export function builtVerdicts(
  first: RunRow,
  second: RunRow,
  metric: MetricColumn,
  championId: string | null
): Verdicts {
  return {
    rows: builtRowsVerdict(first, second, metric, championId),
    recipe: recipeVerdict(first, second, metric)
  };
}

/**
 * “a leads b by 0.0057 AUC on these rows; five folds cannot tell the recipes apart”: who is ahead of whom, by how much,
 * and to which question. `first` is the one that is ahead in the mean.
 */
export function pairFinding(first: RunRow, second: RunRow, {rows, recipe}: Verdicts, metric: MetricColumn): string {
  const [a, b] = [first.name, second.name];
  const by = (verdict: Decision) => `by ${formatSize(verdict.interval.mean, metric)} ${inSentence(metric.title)}`;
  if (isDecided(rows) && isDecided(recipe)) {
    if (rows.call === "better" && recipe.call === "better")
      return `${a} leads ${b} ${by(recipe)}, on these rows and on new folds`;
    if (rows.call === "worse" && recipe.call === "worse")
      return `${b} leads ${a} ${by(recipe)}, on these rows and on new folds`;
    if (rows.call === "too close to call" && recipe.call === "too close to call")
      return `${a} and ${b} are too close to call by ${inSentence(metric.title)}, on these rows and on new folds`;
    const ofRecipe = {
      better: `on new folds ${a} leads ${by(recipe)}`,
      worse: `on new folds ${b} leads ${by(recipe)}`,
      "too close to call": `${foldsOf(first, metric)} cannot tell the recipes apart`
    }[recipe.call];
    const ofRows = {
      better: `${a} leads ${b} ${by(rows)} on these rows`,
      worse: `${b} leads ${a} ${by(rows)} on these rows`,
      "too close to call": `${a} and ${b} are too close to call on these rows`
    }[rows.call];
    return `${ofRows}; ${ofRecipe}`;
  }
  for (const [verdict, question] of [
    [recipe, "on new folds"],
    [rows, "on these rows"]
  ] as const) {
    if (!isDecided(verdict)) continue;
    if (verdict.call === "better") return `${a} leads ${b} ${by(verdict)} ${question}`;
    if (verdict.call === "worse") return `${b} leads ${a} ${by(verdict)} ${question}`;
    return `${a} and ${b} are too close to call by ${inSentence(metric.title)} ${question}`;
  }
  return meansFinding(first, second, metric);
}

/** Where there is no test, only the numbers are said. */
function meansFinding(first: RunRow, second: RunRow, metric: MetricColumn): string {
  const title = inSentence(metric.title);
  const [a, b] = [first, second].map((run) => measuredMetric(run, metric.name)?.mean);
  if (a === undefined || b === undefined || first.data !== second.data)
    return `${first.name} and ${second.name} cannot be compared by ${title}`;
  const size = formatSize(a - b, metric);
  if (Number(size) === 0)
    return `${first.name} and ${second.name} have the same ${title}, ${formatMetric(a, metric.digits)}`;
  const [upper, lower] = a > b ? [first, second] : [second, first];
  return `The ${title} of ${upper.name} is ${size} higher than that of ${lower.name}, without an interval`;
}

/** “These models on these rows: 0.0058 (95 % interval 0.0030 to 0.0085).”, for each question, or why there is none. */
export function verdictSentences({rows, recipe}: Verdicts, metric: MetricColumn): string[] {
  return [
    `These models on these rows: ${verdictText(rows, metric)}.`,
    `The recipe on new folds: ${verdictText(recipe, metric)}.`
  ];
}

/** “+0.0058 (+0.0030 to +0.0085)”, or why there is none. */
export function verdictText(verdict: Verdict, metric: MetricColumn): string {
  return isDecided(verdict)
    ? `${formatDelta(verdict.interval.mean, metric.digits)} (${formatSignedInterval(verdict.interval, metric)})`
    : `no interval. ${verdict.reason}`;
}

/** “95 % interval −0.0005 to +0.0119”. */
const formatSignedInterval = ({low, high}: Interval, metric: MetricColumn): string =>
  `95 % interval ${formatDelta(low, metric.digits)} to ${formatDelta(high, metric.digits)}`;

/** The title of all runs: the best beside the second best, whatever its model. */
export function leadFinding(
  runs: readonly RunRow[],
  metric: MetricColumn,
  {championId}: Pick<Experiment, "championId">
): string {
  const [best, runnerUp] = rankByMetric(runs, metric);
  if (best === undefined)
    return runs.length === 0 ? "No run has finished yet" : `No run has a value for ${inSentence(metric.title)}`;
  if (runnerUp === undefined) return soleFinding(best, metric);
  return pairFinding(best, runnerUp, builtVerdicts(best, runnerUp, metric, championId), metric);
}

/** Under that title: both intervals, and from how many runs the best was selected. */
export function leadLede(
  runs: readonly RunRow[],
  metric: MetricColumn,
  {championId}: Pick<Experiment, "championId">
): string {
  const found = bestOfMany(runs, metric);
  if (found?.runnerUp === undefined) return "";
  const {best, runnerUp} = found;
  const verdicts = verdictSentences(builtVerdicts(best, runnerUp, metric, championId), metric);
  return [`${best.name} minus ${runnerUp.name}.`, ...verdicts, selectionSentence(found)].join(" ");
}

/** “The best of 40 runs is a selected one: 6 others may be as good on new folds (a, b, c and 3 more).” */
function selectionSentence({
  of,
  contenders,
  notCompared
}: Pick<NonNullable<ReturnType<typeof bestOfMany>>, "of" | "contenders" | "notCompared">): string {
  const selected = `The best of ${formatRuns(of)} is a selected one`;
  if (notCompared === of - 1) return `${selected}; none of the others has the same folds.`;
  const unknown = notCompared > 0 ? `; ${formatCount(notCompared)} cannot be compared` : "";
  if (contenders.length === 0) return `${selected}, yet ahead of all others on new folds${unknown}.`;
  const others = contenders.length === 1 ? "1 other" : `${formatCount(contenders.length)} others`;
  return `${selected}: ${others} may be as good on new folds (${listNames(contenders)})${unknown}.`;
}

function listNames(runs: readonly RunRow[], shown = 3): string {
  const names = runs.map(({name}) => name);
  if (names.length === 1) return names[0];
  if (names.length <= shown) return `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
  return `${names.slice(0, shown).join(", ")} and ${formatCount(names.length - shown)} more`;
}

function soleFinding(run: RunRow, metric: MetricColumn): string {
  const measured = measuredMetric(run, metric.name);
  const interval = measured && metricInterval(metric.name, measured);
  const chance = interval
    ? `95 % interval ${formatMetric(interval.low, metric.digits)} to ${formatMetric(interval.high, metric.digits)}`
    : "no interval without several folds";
  return `${run.name}: ${metric.title} ${formatMetric(measured?.mean, metric.digits)} (${chance})`;
}

/** “rank 3 of 8 runs by AUC, 0.0590 below lightgbm-tuned on new folds (95 % interval …)”, to follow a run's name. */
export function rankFinding(run: RunRow, runs: readonly RunRow[], metric: MetricColumn): string {
  const ranked = rankByMetric(runs, metric);
  const rank = ranked.findIndex(({runId}) => runId === run.runId);
  if (rank < 0) return `not ranked by ${inSentence(metric.title)}, which it does not have`;
  const other = ranked[rank === 0 ? 1 : 0];
  if (other === undefined) return "the only run that is ranked";
  const place =
    rank === 0
      ? `${metric.direction === "lower" ? "lowest" : "highest"} ${inSentence(metric.title)} of ${formatRuns(ranked.length)}`
      : `rank ${rank + 1} of ${formatRuns(ranked.length)} by ${inSentence(metric.title)}`;
  return `${place}, ${againstFinding(other, recipeVerdict(run, other, metric), metric)}`;
}

/** “0.0590 below lightgbm-tuned (95 % interval −0.0680 to −0.0500), too close to call on new folds”. */
function againstFinding(other: RunRow, recipe: Verdict, metric: MetricColumn): string {
  const difference = differenceOf(recipe);
  if (difference === undefined) return `not compared with ${other.name}: ${inClause(recipe)}`;
  const size = `${formatSize(difference, metric)} ${difference < 0 ? "below" : "above"} ${other.name}`;
  if (!isDecided(recipe)) return `${size}, without an interval: ${inClause(recipe)}`;
  const open = recipe.call === "too close to call" ? ", too close to call on new folds" : " on new folds";
  return `${size}${open} (${formatSignedInterval(recipe.interval, metric)})`;
}

const inClause = (verdict: Verdict) =>
  isDecided(verdict) ? "" : verdict.reason.replace(/^(They|Their|Whether|One|The|How)\b/, (word) => word.toLowerCase());

/** “AUC by fold: a is ahead of b on 4 of 5 folds, by 0.0032 on average”. */
export function foldFinding(first: RunRow, second: RunRow, metric: MetricColumn): string {
  const ordered = rankByMetric([first, second], metric);
  const [ahead = first, behind = second] = ordered;
  const wins = foldWins(ahead, behind, metric);
  const difference = differenceOf(recipeVerdict(ahead, behind, metric));
  if (wins === undefined || difference === undefined)
    return `${metric.title} by fold: ${ahead.name} and ${behind.name} have no folds in common`;
  return `${metric.title} by fold: ${ahead.name} is ahead of ${behind.name} on ${wins.wins} of ${wins.folds} folds, by ${formatSize(difference, metric)} on average`;
}

const formatSize = (difference: number, {digits}: MetricColumn) => formatMetric(Math.abs(difference), digits);

const numberWords = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

function foldsOf(run: RunRow, metric: MetricColumn): string {
  const count = measuredMetric(run, metric.name)?.folds.length ?? 0;
  return `${numberWords[count] ?? formatCount(count)} folds`;
}

/** A metric's title within a sentence: “log loss”, but “AUC”. */
export const inSentence = (title: string): string => title.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase());
