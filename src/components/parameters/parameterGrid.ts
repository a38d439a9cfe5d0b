import {html} from "htl";
import {measuredMetric, type RunRow} from "../../lib/experiment/experiment.js";
import type {MetricColumn} from "../../lib/experiment/metricColumn.js";
import {parameterAxis} from "../../lib/experiment/parameterAxis.js";
import {type ParameterStrength, rankParameters} from "../../lib/experiment/parameterStrength.js";
import {type ModelColor, modelColors} from "../encoding.js";
import {formatMetric} from "../format.js";
import {shortLabel} from "./axisLabels.js";
import {type Dot, DotPlot, type DotPlotElement} from "./dotPlot.js";
import {describeCorrelation} from "./parameterFindings.js";

export interface ParameterGridOptions {
  width?: number;
  color?: ModelColor;
  selected?: readonly string[];
  onSelect?: (run: RunRow) => void;
  /** How many parameters are shown until the reader asks for all. */
  limit?: number;
  parameters?: readonly ParameterStrength[];
}

export type Highlighting = HTMLElement & {
  /** Draws these runs over the others. */
  highlight(runIds: readonly string[]): void;
};

const panelWidth = 260;
const gap = 20;
/** Narrower plots call the rank correlation by its letter. */
const narrow = 200;

/** The metric against each parameter that differs, those first that go with it most. */
export function ParameterGrid(
  runs: readonly RunRow[],
  metric: MetricColumn,
  {
    width = 640,
    color = modelColors(runs),
    selected = [],
    onSelect,
    limit = 12,
    parameters = rankParameters(runs, metric)
  }: ParameterGridOptions = {}
): Highlighting {
  const columns = Math.max(1, Math.floor((width + gap) / (Math.min(panelWidth, width / 2 - gap) + gap)));
  const size = Math.floor((width + gap) / columns) - gap;
  const measured = runs.flatMap((run) => {
    const value = measuredMetric(run, metric.name)?.mean;
    return value === undefined ? [] : [{run, value}];
  });
  const y = parameterAxis(measured.map(({value}) => value));
  const panels: DotPlotElement[] = [];
  let chosen = selected;

  function panel({name, axis, correlation, reason}: ParameterStrength): DotPlotElement {
    const logged = (run: RunRow) => (Object.hasOwn(run.params, name) ? run.params[name] : undefined);
    const dots = measured.map(({run, value}): Dot => ({run, x: axis.position(logged(run)), y: y.position(value)}));
    const strength = correlation ? describeCorrelation(correlation) : [reason ?? ""];
    const words = strength.join(", 95 % interval ");
    const plot = DotPlot(dots, {
      width: size,
      height: 190,
      x: axis,
      y,
      color,
      label: `${metric.title} by ${name}, ${words}`,
      heading: [name, ...strength].map((line) =>
        shortLabel(size < narrow ? line.replace("rank correlation", "ρ") : line, Math.floor(size / 7))
      ),
      describe: (run) => [
        shortLabel(run.name, 30),
        `${metric.shortTitle} ${formatMetric(measuredMetric(run, metric.name)?.mean, metric.digits)}`,
        shortLabel(`${name} ${logged(run) ?? "missing"}`, 34)
      ],
      selected: chosen,
      onSelect
    });
    panels.push(plot);
    return plot;
  }

  const node: HTMLElement = html`<div class="parameter-grid" style=${{gridTemplateColumns: `repeat(${columns}, 1fr)`}}>
    ${parameters.slice(0, limit).map(panel)}
  </div>`;
  const rest = parameters.slice(limit);
  const more = html`<button type="button" onclick=${() => {
    more.remove();
    node.append(...rest.map(panel));
  }}>Show ${rest.length} more ${rest.length === 1 ? "parameter" : "parameters"}</button>`;
  return Object.assign(html`<div>${node}${rest.length > 0 ? more : null}</div>`, {
    highlight(runIds: readonly string[]) {
      chosen = runIds;
      for (const plot of panels) plot.highlight(runIds);
    }
  });
}
