import {csvFormatRows} from "d3-dsv";
import {measuredMetric} from "../../lib/experiment/experiment.js";
import {sortRuns} from "../../lib/experiment/tableRows.js";
import {differenceOf, isDecided} from "../../lib/experiment/verdict.js";
import type {ExperimentView} from "./experimentView.js";
import {CellContext} from "./runCells.js";
import {shownColumns} from "./tableColumns.js";

/** The table as it shows: the runs that match, in its order and columns; every fold of the metric in a column of its own. */
export function runsCsv(view: ExperimentView): string {
  const context = new CellContext(view, () => "");
  const {metric} = context;
  const shown = shownColumns(view);
  const rows = sortRuns(view.matching, view.order);
  const folds = Math.max(
    0,
    ...rows.map((row) => (metric && measuredMetric(view.runs[row], metric.name)?.folds.length) ?? 0)
  );
  const foldNumbers = Array.from({length: folds}, (_, fold) => fold);
  const head = [
    "run_id",
    "name",
    ...(metric ? [metric.name, ...foldNumbers.map((fold) => `${metric.name}.fold_${fold}`)] : []),
    ...shown.flatMap(({column}) =>
      column ? [column.name] : ["difference", "difference.low", "difference.high", "verdict"]
    )
  ];
  const lines = rows.map((row) => {
    const run = view.runs[row];
    const measured = metric && measuredMetric(run, metric.name);
    return [
      run.runId,
      run.name,
      ...(metric ? [text(measured?.mean), ...foldNumbers.map((fold) => text(measured?.folds[fold]))] : []),
      ...shown.flatMap(({column}) => {
        if (column) return [column.texts ? (column.texts[row] ?? "") : columnText(column.kind, column.numbers[row])];
        const verdict = context.verdict(run);
        if (!verdict) return ["", "", "", ""];
        if (!isDecided(verdict)) return [text(differenceOf(verdict)), "", "", ""];
        const {mean, low, high} = verdict.interval;
        return [text(mean), text(low), text(high), verdict.call];
      })
    ];
  });
  return `${csvFormatRows([head, ...lines])}\n`;
}

const text = (value: number | undefined): string => (value === undefined || Number.isNaN(value) ? "" : String(value));

/** Dates as ISO 8601, durations in milliseconds. */
function columnText(kind: string, value: number): string {
  return kind === "date" && !Number.isNaN(value) ? new Date(value).toISOString() : text(value);
}
