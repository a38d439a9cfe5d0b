import {primaryMetricTags} from "../../models/tracking/runStore.js";
import type {RunRow} from "../../src/lib/experiment/experiment.js";
import {measuredMetric} from "../../src/lib/experiment/experiment.js";
import {type Direction, type MetricColumn, metricColumn} from "../../src/lib/experiment/metricColumn.js";
import {metrics as definitions} from "../../src/lib/metrics/metrics.js";

type Rows = readonly Pick<RunRow, "metrics">[];

export interface MetricColumns {
  metrics: MetricColumn[];
  primaryMetric: string;
}

/**
 * The columns of all metrics of the runs, known ones first, and the one that runs are ranked by: that of MLflow's
 * experiment tags, where any run has it, else the known one that most runs have, else that of others.
 * @param tags of the experiments, the first first
 */
export function metricColumns(rows: Rows, tags: readonly Readonly<Record<string, string>>[]): MetricColumns {
  const counts = new Map<string, number>();
  for (const {metrics} of rows) for (const name of Object.keys(metrics)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const isKnown = (name: string) => definitions.some((definition) => definition.name === name);
  const known = definitions.map(({name}) => name).filter((name) => counts.has(name));
  const others = [...counts.keys()].filter((name) => !isKnown(name)).sort();
  const tagged = tags.flatMap(taggedMetric).find(({name}) => counts.has(name));
  const metrics = [...known, ...others].map((name) =>
    metricColumn(name, {
      values: rows.flatMap((row) => measuredMetric(row, name)?.mean ?? []),
      direction: name === tagged?.name ? tagged.direction : undefined
    })
  );
  return {metrics, primaryMetric: tagged?.name ?? mostCommon(metrics, counts)};
}

function taggedMetric(tags: Readonly<Record<string, string>>): {name: string; direction: Direction | undefined}[] {
  const name = tags[primaryMetricTags.name];
  const greater = tags[primaryMetricTags.greaterIsBetter]?.toLowerCase();
  const direction = greater === "true" ? "higher" : greater === "false" ? "lower" : undefined;
  return name === undefined ? [] : [{name, direction}];
}

/** What says how good a model is on rows that it has not seen; of equals the first. */
const merits: readonly RegExp[] = [
  /^(auc|average_precision|logloss|accuracy|f1)$/,
  /^(val|valid|valid_\d+|validation|test|eval|cv|mean_test|best_cv)[-_ /.]/i,
  /auc|acc|score|loss|rmse|error|f1|r2|mae|mse/i
];
/** Of the rows that it was trained on, and what is no measure of a model. */
const demerit = /^train(ing)?[-_ /.]|time|duration|memory|iteration|epoch|step|rank|std|learning_rate|\blr\b|count/i;

function mostCommon(metrics: readonly MetricColumn[], counts: ReadonlyMap<string, number>): string {
  const merit = ({name}: MetricColumn) => {
    if (demerit.test(name)) return 0;
    const place = merits.findIndex((pattern) => pattern.test(name));
    return place < 0 ? 1 : merits.length + 1 - place;
  };
  const [best] = metrics.toSorted(
    (a, b) =>
      Math.sign(merit(b)) - Math.sign(merit(a)) ||
      (counts.get(b.name) ?? 0) - (counts.get(a.name) ?? 0) ||
      merit(b) - merit(a)
  );
  return best?.name ?? "";
}
