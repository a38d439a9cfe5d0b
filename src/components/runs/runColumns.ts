import {html} from "htl";
import type {CrossValidation} from "../../lib/experiment/crossValidation.js";
import {lowerIsBetter, type MetricName, metricNames} from "../../lib/experiment/metricNames.js";
import type {Column} from "../columns.js";
import {formatDate, formatDelta, formatDuration, formatMetric, metricTitles} from "../format.js";

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
    ...metricNames.map((metric) => metricColumn(metric, baseline)),
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
  return {
    name: metric,
    label: metricTitles[metric],
    title: lowerIsBetter.has(metric) ? "less is better" : "more is better",
    numeric: true,
    descendingFirst: !lowerIsBetter.has(metric),
    value: (run) => run.metrics[metric].mean,
    cell: (run) => {
      const {mean, standardDeviation} = run.metrics[metric];
      return html`<span title=${`± ${formatMetric(standardDeviation)} over the folds`}>${formatMetric(mean)}${metric === "auc" ? html` <small>± ${formatMetric(standardDeviation)}</small>` : null}</span>${
        baseline && baseline.runId !== run.runId ? MetricDelta(mean - baseline.metrics[metric].mean, metric) : null
      }`;
    }
  };
}

/** A difference with its sign, and in words and colour whether it is for the better. */
export function MetricDelta(delta: number, metric: MetricName): Node {
  const formatted = formatDelta(delta);
  const direction = formatted.startsWith("±") ? "equal" : delta > 0 === lowerIsBetter.has(metric) ? "worse" : "better";
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
    cell: (run) => run.params[name] ?? html`<span class="absent">–</span>`
  };
}
