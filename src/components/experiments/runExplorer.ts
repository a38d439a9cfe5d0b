import {describeStore} from "../../lib/experiment/describeStore.js";
import type {RunRow} from "../../lib/experiment/experiment.js";
import {element} from "../element.js";
import type {ExperimentView} from "./experimentView.js";
import {LeftOutRuns} from "./leftOutRuns.js";
import {QueryInput} from "./queryInput.js";
import {RunTable} from "./runTable.js";
import {SelectionBar} from "./selectionBar.js";
import {mostParameters, shownColumns} from "./tableColumns.js";
import {TableControls} from "./tableControls.js";

export interface RunExplorerOptions {
  /** Address of a run's page. */
  href: (run: RunRow) => string;
}

/** After the run and its metric, as the style of paper has it. */
const columnsOnPaper = 5;

/** The table of runs with everything to choose what it shows. */
export function RunExplorer(view: ExperimentView, {href}: RunExplorerOptions): HTMLElement {
  const note = element("p", {class: "run-note"});
  const query = QueryInput(view);
  const paperNote = element("p", {class: "run-note print-note"});
  const show = () => {
    note.textContent = noteOf(view);
    const left = shownColumns(view).length - columnsOnPaper;
    paperNote.textContent = left > 0 ? `On paper ${left} more columns are left out; the CSV has them all.` : "";
  };
  view.subscribe((change) => {
    if (change.has("group") || change.has("data") || change.has("columns") || change.has("baseline")) show();
  });
  show();
  return element(
    "section",
    {class: "run-explorer", "aria-label": "Runs"},
    TableControls(view, query.field),
    SelectionBar(view, query.mistake),
    RunTable(view, {href}),
    note,
    paperNote,
    LeftOutRuns(view)
  );
}

/** How the table is made, as far as it can be asked. */
function noteOf(view: ExperimentView): string {
  const parameters = view.columns.filter(({of}) => of === "parameter");
  const shown = shownColumns(view).filter(({column}) => column?.of === "parameter").length;
  const isAutomatic = view.get("columns") === "";
  const hidden = parameters.length - shown;
  const parts = [
    view.groupBy
      ? "A dot is one run’s mean, the tick the mean of the runs, the line its 95 % interval (Student’s t over the runs, which share their rows)."
      : "A dot is one validation fold, the tick the mean.",
    view.baseline
      ? `Differences are from ${view.baseline.name}, by the corrected resampled t-test of Nadeau and Bengio over the same folds: of the recipe on new folds. It does not correct for choosing the best of many runs.`
      : "",
    isAutomatic && hidden > 0
      ? `${hidden} of ${parameters.length} parameters are not shown${shown >= mostParameters ? "" : ", as they are the same in all runs"}.`
      : "",
    `Runs of ${describeStore({experiment: view.experiment.names.join(", "), store: view.experiment.store, dataSource: view.experiment.dataSources[view.data]})}.`
  ];
  return parts.filter((part) => part !== "").join(" ");
}
