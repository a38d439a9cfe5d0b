import {cardOf} from "../../lib/experiment/dataSource.js";
import {element} from "../element.js";
import {formatCount} from "../format.js";
import {saveFile} from "../saveFile.js";
import {ColumnChooser} from "./columnChooser.js";
import type {ExperimentView, ViewChange} from "./experimentView.js";
import {runsCsv} from "./runsCsv.js";

interface Choice {
  value: string;
  label: string;
}

interface SelectOptions {
  label: string;
  className?: string;
  choices: () => Choice[];
  value: () => string;
  choose: (value: string) => void;
  /** Whether the choices may be others. */
  depends?: (change: ViewChange) => boolean;
}

let made = 0;

/** What the table shows: the filter that is given, metric, baseline, groups, data and columns. */
export function TableControls(view: ExperimentView, query: HTMLElement): HTMLElement {
  const {dataSources} = view.experiment;
  return element(
    "div",
    {class: "run-controls"},
    query,
    Select(view, {
      label: "Metric",
      choices: () => view.columns.flatMap(({metric}) => (metric ? {value: metric.name, label: metric.title} : [])),
      value: () => view.metric?.metric?.name ?? "",
      // The order follows the metric, best first.
      choose: (metric) => view.change({metric: metric === view.experiment.primaryMetric ? "" : metric, order: ""})
    }),
    Select(view, {
      label: "Baseline",
      choices: () => [
        {value: "", label: `Best (${view.best?.name ?? "none"})`},
        {value: "none", label: "None"},
        ...view.runs.map(({runId, name}) => ({value: runId, label: name}))
      ],
      value: () => view.get("baseline"),
      choose: (baseline) => view.change({baseline}),
      depends: (change) => change.has("metric")
    }),
    Select(view, {
      label: "Group by",
      choices: () => [
        {value: "", label: "Nothing"},
        ...view.columns
          .filter(({key, of}) => of === "parameter" || ["model", "sweep", "experiment"].includes(key))
          .map(({key, heading}) => ({value: key, label: heading}))
      ],
      value: () => view.get("group"),
      choose: (group) => view.change({group, open: ""})
    }),
    Select(view, {
      label: "Sort by",
      className: "narrow-only",
      choices: () =>
        [...new Set([view.metric, ...view.columns])].flatMap((column) =>
          column ? {value: column.key, label: column.heading} : []
        ),
      value: () => view.order.column.key,
      choose: (key) => view.change({order: key === view.metric?.key ? "" : key})
    }),
    ...(dataSources.length > 1
      ? [
          Select(view, {
            label: "Data",
            choices: () =>
              dataSources.map((source, index) => ({
                value: index === 0 ? "" : source.digest.slice(0, 8),
                label: `${cardOf(source).title}, ${source.digest.slice(0, 8)} (${formatCount(runsOn(view, index))})`
              })),
            value: () => view.get("data"),
            choose: (data) => view.change({data, selected: "", compare: "", baseline: ""})
          })
        ]
      : []),
    element("span", {class: "control-buttons"}, ColumnChooser(view), CsvButton(view))
  );
}

function CsvButton(view: ExperimentView): HTMLElement {
  const button = element("button", {type: "button", class: "control-button", title: "Save the table as CSV"}, "CSV");
  button.addEventListener("click", () => saveFile("runs.csv", new Blob([runsCsv(view)], {type: "text/csv"})));
  return button;
}

const runsOn = ({experiment}: ExperimentView, index: number): number =>
  experiment.runs.filter(({data}) => data === index).length;

function Select(
  view: ExperimentView,
  {label, className = "", choices, value, choose, depends = () => false}: SelectOptions
): HTMLElement {
  const id = `run-control-${++made}`;
  const select = element("select", {id});
  const fill = () =>
    select.replaceChildren(...choices().map((choice) => element("option", {value: choice.value}, choice.label)));
  const show = () => {
    select.value = value();
  };
  select.addEventListener("change", () => choose(select.value));
  view.subscribe((change) => {
    if (change.has("data") || depends(change)) fill();
    show();
  });
  fill();
  show();
  return element("div", {class: `control ${className}`}, element("label", {for: id}, label), select);
}
