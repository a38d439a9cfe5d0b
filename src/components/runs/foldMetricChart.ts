import * as Plot from "@observablehq/plot";
import {html} from "htl";
import type {CrossValidation} from "../../lib/experiment/crossValidation.js";
import {type MetricSpread, measured} from "../../lib/metrics/metricSpread.js";
import {type MetricName, metricDefinition} from "../../lib/metrics/metrics.js";
import {
  chartStyle,
  fadedOpacity,
  foldOpacity,
  foldRadius,
  type ModelColor,
  meanStrokeWidth,
  modelColors,
  referenceColor
} from "../encoding.js";
import {formatMetric} from "../format.js";

export interface FoldMetricChartOptions {
  width?: number;
  metric?: MetricName;
  color?: ModelColor;
  /** Run ids to highlight; none highlights all. */
  selected?: readonly string[];
  /** The run whose mean is drawn through all rows; need not be among them. */
  baseline?: CrossValidation | null;
}

const rowHeight = 30;
const narrow = 560;

/**
 * One row a run: a dot for each fold, a tick for the mean and a rule from one standard deviation below to one above.
 * Runs without the metric are left out; where none has it, a sentence takes the chart's place.
 */
export function FoldMetricChart(
  all: readonly CrossValidation[],
  {width = 640, metric = "auc", color = modelColors(all), selected = [], baseline}: FoldMetricChartOptions = {}
): SVGSVGElement | HTMLElement {
  const {title: metricTitle, digits} = metricDefinition(metric);
  const spreads = new Map<CrossValidation, MetricSpread>();
  for (const run of all) {
    const values = measured(run.metrics[metric]);
    if (values !== undefined) spreads.set(run, values);
  }
  const runs = [...spreads.keys()];
  if (runs.length === 0) return html`<p class="empty">No run has this metric.</p>`;
  const spread = (run: CrossValidation) => spreads.get(run) ?? {mean: 0, standardDeviation: 0, folds: []};
  const reference = baseline ? measured(baseline.metrics[metric])?.mean : undefined;
  const opacity = (run: CrossValidation) => (selected.length === 0 || selected.includes(run.runId) ? 1 : fadedOpacity);
  const folds = runs.flatMap((run) => spread(run).folds.map((value, fold) => ({run, value, fold})));
  const stacked = width < narrow;
  const longestName = Math.max(0, ...runs.map((run) => run.name.length));

  return Plot.plot({
    width,
    height: 56 + (reference === undefined ? 0 : 14) + runs.length * (stacked ? rowHeight * 1.5 : rowHeight),
    marginLeft: stacked ? 12 : Math.min(width / 3, 16 + 6.8 * longestName),
    marginRight: 64,
    marginTop: (stacked ? 16 : 8) + (reference === undefined ? 0 : 14),
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
      reference === undefined ? null : Plot.ruleX([reference], {stroke: referenceColor, strokeDasharray: "1,3"}),
      reference === undefined
        ? null
        : Plot.text([reference], {
            x: (value) => value,
            frameAnchor: "top",
            text: () => `baseline ${baseline?.name} ${formatMetric(reference, digits)}`,
            textAnchor: "end",
            lineAnchor: "bottom",
            dx: -4,
            fill: referenceColor
          }),
      Plot.ruleY(runs, {
        x1: (run) => spread(run).mean - spread(run).standardDeviation,
        x2: (run) => spread(run).mean + spread(run).standardDeviation,
        y: "runId",
        stroke: (run) => color(run.model),
        strokeOpacity: opacity,
        strokeWidth: 1.5
      }),
      Plot.dot(folds, {
        x: "value",
        y: ({run}) => run.runId,
        r: foldRadius,
        fill: ({run}) => color(run.model),
        fillOpacity: ({run}) => foldOpacity * opacity(run),
        title: ({run, value, fold}) => `${run.name}, fold ${fold}\n${metricTitle} ${formatMetric(value, digits)}`
      }),
      Plot.tickX(runs, {
        x: (run) => spread(run).mean,
        y: "runId",
        insetTop: stacked ? 16 : 7,
        insetBottom: stacked ? 16 : 7,
        stroke: (run) => color(run.model),
        strokeOpacity: opacity,
        strokeWidth: meanStrokeWidth
      }),
      Plot.text(runs, {
        y: "runId",
        text: "name",
        frameAnchor: "left",
        textAnchor: stacked ? "start" : "end",
        dx: stacked ? 0 : -10,
        dy: stacked ? -14 : 0,
        fillOpacity: (run) => Math.max(0.5, opacity(run)),
        fontWeight: 500
      }),
      Plot.text(runs, {
        y: "runId",
        text: (run) => formatMetric(spread(run).mean, digits),
        frameAnchor: "right",
        textAnchor: "start",
        dx: 10,
        fillOpacity: (run) => Math.max(0.5, opacity(run))
      })
    ]
  });
}
