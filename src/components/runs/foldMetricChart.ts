import * as Plot from "@observablehq/plot";
import {html} from "htl";
import type {RunMetric, RunRow} from "../../lib/experiment/experiment.js";
import type {MetricColumn} from "../../lib/experiment/metricColumn.js";
import {chartStyle, foldOpacity, foldRadius, type ModelColor, meanStrokeWidth} from "../encoding.js";
import {formatMetric} from "../format.js";

export interface FoldMetricChartOptions {
  width?: number;
  color: ModelColor;
}

const rowHeight = 30;
const narrow = 560;

/**
 * One row a run: a dot for each fold, a tick for the mean and a rule from one standard deviation below to one above.
 * Runs without the metric are left out; where none has it, a sentence takes the chart's place.
 */
export function FoldMetricChart(
  all: readonly Pick<RunRow, "runId" | "name" | "model" | "metrics">[],
  {name, title: metricTitle, digits}: MetricColumn,
  {width = 640, color}: FoldMetricChartOptions
): SVGSVGElement | HTMLElement {
  const runs = all.flatMap((run) => {
    const result = run.metrics[name];
    return result === undefined || "reason" in result ? [] : [{...run, spread: result}];
  });
  if (runs.length === 0) return html`<p class="empty">No run has this metric.</p>`;
  const deviation = ({standardDeviation = 0}: RunMetric) => standardDeviation;
  const folds = runs.flatMap((run) => run.spread.folds.map((value, fold) => ({run, value, fold})));
  const stacked = width < narrow;
  const longestName = Math.max(0, ...runs.map((run) => run.name.length));

  return Plot.plot({
    width,
    height: 56 + runs.length * (stacked ? rowHeight * 1.5 : rowHeight),
    marginLeft: stacked ? 12 : Math.min(width / 3, 16 + 6.8 * longestName),
    marginRight: 64,
    marginTop: stacked ? 16 : 8,
    marginBottom: 40,
    ariaLabel: `${metricTitle} of each fold, by run`,
    style: chartStyle,
    x: {
      label: `${metricTitle} on the validation fold`,
      grid: true,
      nice: true,
      ticks: Math.max(3, width / 110)
    },
    y: {domain: runs.map((run) => run.runId), axis: null},
    marks: [
      Plot.ruleY(runs, {
        x1: ({spread}) => spread.mean - deviation(spread),
        x2: ({spread}) => spread.mean + deviation(spread),
        y: "runId",
        stroke: (run) => color(run.model),
        strokeWidth: 1.5
      }),
      Plot.dot(folds, {
        x: "value",
        y: ({run}) => run.runId,
        r: foldRadius,
        fill: ({run}) => color(run.model),
        fillOpacity: foldOpacity,
        title: ({run, value, fold}) => `${run.name}, fold ${fold}\n${metricTitle} ${formatMetric(value, digits)}`
      }),
      Plot.tickX(runs, {
        x: ({spread}) => spread.mean,
        y: "runId",
        insetTop: stacked ? 16 : 7,
        insetBottom: stacked ? 16 : 7,
        stroke: (run) => color(run.model),
        strokeWidth: meanStrokeWidth
      }),
      Plot.text(runs, {
        y: "runId",
        text: "name",
        frameAnchor: "left",
        textAnchor: stacked ? "start" : "end",
        dx: stacked ? 0 : -10,
        dy: stacked ? -14 : 0,
        fontWeight: 500
      }),
      Plot.text(runs, {
        y: "runId",
        text: ({spread}) => formatMetric(spread.mean, digits),
        frameAnchor: "right",
        textAnchor: "start",
        dx: 10
      })
    ]
  });
}
