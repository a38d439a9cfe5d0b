import {measuredMetric, type RunRow, rankByMetric} from "../../lib/experiment/experiment.js";
import type {MetricColumn} from "../../lib/experiment/metricColumn.js";
import {type ModelColor, modelHues} from "../encoding.js";

/** A run of a comparison. */
export interface ComparedRun {
  run: RunRow;
  /** The model's, as on every page; of runs of one model the first keeps it, so that no two look alike. */
  color: string;
}

/** Best first by the metric; those without it last, in their own order. */
export function comparedRuns(runs: readonly RunRow[], metric: MetricColumn, color: ModelColor): ComparedRun[] {
  const ranked = rankByMetric(runs, metric);
  const ordered = [...ranked, ...runs.filter((run) => measuredMetric(run, metric.name) === undefined)];
  const ofModels = new Set(ordered.map(({model}) => color(model)));
  const spare = modelHues.filter((hue) => !ofModels.has(hue));
  const used = new Set<string>();
  return ordered.map((run) => {
    const own = color(run.model);
    const shown = used.has(own) ? (spare.shift() ?? own) : own;
    used.add(shown);
    return {run, color: shown};
  });
}
