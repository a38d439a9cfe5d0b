import {html} from "htl";
import type {CrossValidation} from "../../lib/experiment/crossValidation.js";
import {absenceOf, measured} from "../../lib/metrics/metricSpread.js";
import {type MetricName, metricDefinition, metrics} from "../../lib/metrics/metrics.js";
import {AbsentValue, type Column} from "../columns.js";
import {formatDate, formatDelta, formatDuration, formatMetric} from "../format.js";

export interface RunColumnsOptions {
  /** Names of the parameters to show. */
  parameters: readonly string[];
  baseline?: CrossValidation | null;
  /** What stands in the first column. */
  nameCell: (run: CrossValidation) => Node;
}

export function runColumns({parameters, baseline, nameCell}: RunColumnsOptions): Column<CrossValidation>[] {
  return [
    {name: "name", label: "Run", value: (run) => run.name, cell: nameCell},
    {name: "model", label: "Model", value: (run) => run.model, cell: (run) => run.model},
    ...metrics.map(({name}) => metricColumn(name, baseline)),
    ...parameters.map(parameterColumn),
    {
      name: "duration",
      label: "Duration",
      numeric: true,
      descendingFirst: true,
      value: (run) => run.durationMilliseconds,
      cell: (run) => formatDuration(run.durationMilliseconds)
    },
    {
      name: "started",
      label: "Started",
      numeric: true,
      descendingFirst: true,
      value: (run) => run.startTime,
      cell: (run) => formatDate(run.startTime)
    }
  ];
}

function metricColumn(metric: MetricName, baseline: CrossValidation | null | undefined): Column<CrossValidation> {
  const {title, shortTitle, direction, digits} = metricDefinition(metric);
  const reference = baseline ? measured(baseline.metrics[metric]) : undefined;
  return {
    name: metric,
    label: shortTitle,
    title: `${title}: ${direction} is better`,
    numeric: true,
    descendingFirst: direction === "higher",
    value: (run) => measured(run.metrics[metric])?.mean,
    cell: (run) => {
      const spread = measured(run.metrics[metric]);
      if (spread === undefined) return AbsentValue(absenceOf(run.metrics[metric]));
      const deviation = `± ${formatMetric(spread.standardDeviation, digits)}`;
      return html`<span title=${`${deviation} over the folds`}>${formatMetric(spread.mean, digits)}${metric === "auc" ? html` <small>${deviation}</small>` : null}</span>${
        reference && baseline?.runId !== run.runId ? MetricDelta(spread.mean - reference.mean, metric) : null
      }`;
    }
  };
}

/** A difference with its sign, and in words and colour whether it is for the better. */
function MetricDelta(delta: number, metric: MetricName): Node {
  const {direction: better, digits} = metricDefinition(metric);
  const formatted = formatDelta(delta, digits);
  const direction = formatted.startsWith("±") ? "equal" : delta > 0 === (better === "lower") ? "worse" : "better";
  return html`<small class="delta" data-direction=${direction} title=${direction === "equal" ? "equal to the baseline" : `${direction} than the baseline`}>${formatted}</small>`;
}

function parameterColumn(name: string): Column<CrossValidation> {
  const numeric = (value: string | undefined) =>
    value === undefined || value === "" || Number.isNaN(Number(value)) ? value : Number(value);
  return {
    name: `param.${name}`,
    label: name,
    numeric: true,
    value: (run) => numeric(run.params[name]),
    cell: (run) => run.params[name] ?? AbsentValue(`The run has no parameter ${name}`)
  };
}
