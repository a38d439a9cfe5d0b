import * as Plot from "@observablehq/plot";
import {measuredMetric} from "../../lib/experiment/experiment.js";
import type {MetricColumn} from "../../lib/experiment/metricColumn.js";
import {chartStyle, foldRadius, meanStrokeWidth, referenceColor} from "../encoding.js";
import {formatMetric} from "../format.js";
import type {ComparedRun} from "./comparedRuns.js";

export interface PairedFoldsChartOptions {
  width?: number;
}

/** A metric of each fold, a row for each run; the same fold of neighbouring rows is joined, if its rows are the same. */
export function PairedFoldsChart(
  runs: readonly ComparedRun[],
  metric: MetricColumn,
  {width = 480}: PairedFoldsChartOptions = {}
): SVGSVGElement | HTMLElement {
  const measured = runs.flatMap(({run, color}) => {
    const found = measuredMetric(run, metric.name);
    return found === undefined ? [] : [{run, color, mean: found.mean, folds: found.folds}];
  });
  const dots = measured.flatMap(({run, color, folds}) =>
    folds.map((value, fold) => ({name: run.name, color, value, fold}))
  );
  const joins = measured.slice(1).flatMap(({run, folds}, i) => {
    const above = measured[i];
    const isPaired =
      run.foldsKey !== undefined && run.foldsKey === above.run.foldsKey && folds.length === above.folds.length;
    return isPaired
      ? folds.map((value, fold) => ({x1: above.folds[fold], x2: value, y1: above.run.name, y2: run.name}))
      : [];
  });
  return Plot.plot({
    width,
    height: 44 + 54 * measured.length,
    marginLeft: 12,
    marginRight: 12,
    marginTop: 22,
    marginBottom: 36,
    ariaLabel: `${metric.title} of each fold of ${measured.map(({run}) => run.name).join(", ")}, the same folds joined`,
    style: chartStyle,
    x: {label: metric.title, grid: true, nice: true, ticks: Math.max(3, width / 110), insetLeft: 6, insetRight: 6},
    y: {type: "band", domain: measured.map(({run}) => run.name), axis: null, padding: 0.6},
    marks: [
      Plot.link(joins, {x1: "x1", x2: "x2", y1: "y1", y2: "y2", stroke: referenceColor, strokeOpacity: 0.6}),
      Plot.dot(dots, {
        x: "value",
        y: "name",
        r: foldRadius + 0.5,
        fill: "color",
        title: ({name, fold, value}) => `${name}, fold ${fold}: ${formatMetric(value, metric.digits)}`
      }),
      Plot.tickX(measured, {x: "mean", y: ({run}) => run.name, stroke: "color", strokeWidth: meanStrokeWidth}),
      Plot.text(measured, {
        y: ({run}) => run.name,
        text: ({run, mean}) => `${run.name}  ${formatMetric(mean, metric.digits)}`,
        frameAnchor: "left",
        textAnchor: "start",
        dy: -17,
        fill: "currentColor",
        stroke: "var(--theme-background)",
        strokeWidth: 4
      })
    ]
  });
}
