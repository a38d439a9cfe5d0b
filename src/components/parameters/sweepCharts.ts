import * as Plot from "@observablehq/plot";
import {svg} from "htl";
import {bestSoFar, type Trial} from "../../lib/experiment/bestSoFar.js";
import type {RunRow, Sweep} from "../../lib/experiment/experiment.js";
import type {MetricColumn} from "../../lib/experiment/metricColumn.js";
import {parameterAxis} from "../../lib/experiment/parameterAxis.js";
import type {ParameterImportance} from "../../lib/experiment/parameterImportance.js";
import {chartStyle, type ModelColor, modelColors} from "../encoding.js";
import {formatMetric, formatPercent, formatRuns} from "../format.js";
import {shortLabel} from "./axisLabels.js";
import {DotPlot, type DotPlotElement} from "./dotPlot.js";

export interface BestSoFarChartOptions {
  width?: number;
  height?: number;
  color?: ModelColor;
  selected?: readonly string[];
  onSelect?: (run: RunRow) => void;
}

/** The metric of each trial in the order of their start, with the best value until then as a line of steps. */
export function BestSoFarChart(
  runs: readonly RunRow[],
  metric: MetricColumn,
  {width = 640, height = 260, color = modelColors(runs), selected, onSelect}: BestSoFarChartOptions = {}
): DotPlotElement {
  const trials = bestSoFar(runs, metric);
  const x = parameterAxis([1, ...trials.map(({number}) => number)]);
  const y = parameterAxis(trials.map(({value}) => value));
  const byRun = new Map(trials.map((trial) => [trial.run.runId, trial]));
  return DotPlot(
    trials.map(({run, number, value}) => ({run, x: x.position(number), y: y.position(value)})),
    {
      width,
      height,
      x,
      y,
      xLabel: "Trial, in the order of their start",
      yLabel: metric.title,
      color,
      label: `${metric.title} of ${formatRuns(trials.length)} in the order of their start, and the best until then`,
      describe: (run) => [
        shortLabel(run.name, 34),
        `${metric.shortTitle} ${formatMetric(byRun.get(run.runId)?.value, metric.digits)}`,
        `best so far ${formatMetric(byRun.get(run.runId)?.best, metric.digits)}`
      ],
      selected,
      onSelect,
      under: (scale) => {
        const path = trials.map(({number, best}, i) => {
          const [left, top] = [scale.x(x.position(number)).toFixed(1), scale.y(y.position(best)).toFixed(1)];
          return i === 0 ? `M${left},${top}` : `H${left}V${top}`;
        });
        return [
          svg`<path d=${path.join("")} fill="none" stroke="currentColor" stroke-opacity="0.7" stroke-width="1.5"></path>`
        ];
      }
    }
  );
}

/** “trial-0031 is the best of 40 trials: AUC 0.8891; 9 since then were not better”. */
export function bestSoFarFinding(trials: readonly Trial<RunRow>[], metric: MetricColumn): string {
  const best = trials.findLast(({isBest}) => isBest);
  if (best === undefined) return `No trial has ${metric.title}`;
  const after = trials.length - best.number;
  const value = `${metric.shortTitle} ${formatMetric(best.value, metric.digits)}`;
  return `${best.run.name} is the best of ${trials.length} ${trials.length === 1 ? "trial" : "trials"}: ${value}; ${after === 0 ? "the last one tried" : `${after} since then ${after === 1 ? "was" : "were"} not better`}`;
}

/** What became of the trials that are not drawn, and what the best of many is. */
export function bestSoFarNote({pruned, unfinished}: Pick<Sweep, "pruned" | "unfinished">): string {
  const rest = [
    ...(pruned > 0 ? [`${pruned} stopped early, as others were better`] : []),
    ...(unfinished > 0 ? [`${unfinished} failed or did not finish`] : [])
  ];
  return `The best of many is a selected one: its value flatters it, and new folds will on average give less.${rest.length > 0 ? ` Not drawn: ${rest.join(", ")}.` : ""}`;
}

/** How much of a forest's error each parameter is worth, the most important on top. */
export function ImportanceBars(
  {parameters}: Pick<ParameterImportance, "parameters">,
  {width = 480, limit = 12}: {width?: number; limit?: number} = {}
): SVGSVGElement | HTMLElement {
  const top = parameters.slice(0, limit);
  return Plot.plot({
    width,
    height: 44 + 22 * top.length,
    marginLeft: Math.min(width / 2.5, 16 + 7 * Math.max(0, ...top.map(({name}) => name.length))),
    marginRight: 48,
    marginTop: 4,
    marginBottom: 36,
    ariaLabel: "Importance of the parameters",
    style: chartStyle,
    x: {label: "Share of the importance", percent: true, grid: true, ticks: 4},
    y: {domain: top.map(({name}) => name), label: null, tickSize: 0},
    marks: [
      Plot.barX(top, {x: "share", y: "name", fill: "var(--theme-foreground-focus)", insetTop: 3, insetBottom: 3}),
      Plot.text(top, {x: "share", y: "name", text: ({share}) => formatPercent(share, 0), textAnchor: "start", dx: 5}),
      Plot.ruleX([0])
    ]
  });
}

/** “learning_rate matters most for AUC: 81 % of the importance, in a model that explains 92 % of the trials' variance”. */
export function importanceFinding(
  {parameters, explained, trials, reason}: ParameterImportance,
  metric: MetricColumn
): string {
  if (reason !== undefined) return `Which parameter matters for ${metric.shortTitle} is not said: ${reason}`;
  const [{name, share}] = parameters;
  return `${name} matters most for ${metric.shortTitle}: ${formatPercent(share, 0)} of the importance, by a model that explains ${formatPercent(explained, 0)} of the variance between ${trials} trials`;
}

export const importanceNote =
  "A forest of 100 regression trees predicts the metric from the parameters. A parameter’s importance is how much the squared error on trials outside a tree’s sample grows when its values are shuffled (Breiman 2001). It is about the values tried, not about others.";
