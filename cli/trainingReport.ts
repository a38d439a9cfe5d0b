import type {TrainedFolds, TrainedModel} from "../models/training/trainedModel.js";
import {measured, spreadOverFolds} from "../src/lib/metrics/metricSpread.js";
import {metrics as definitions} from "../src/lib/metrics/metrics.js";
import {formatDuration} from "./progress.js";

/** Metrics by fold, and their mean and standard deviation, as a table of plain text. */
export function foldTable({folds, metrics}: TrainedModel): string {
  const columns = definitions.map(({name, digits}) => {
    const values = metrics.map((fold) => fold[name]);
    const spread = measured(spreadOverFolds(name, values));
    const format = (value: number | undefined) => value?.toFixed(digits) ?? "–";
    return [name, ...values.map(format), format(spread?.mean), format(spread?.standardDeviation)];
  });
  const labels = ["fold", ...folds.map(({fold}) => String(fold)), "mean", "sd"];
  return alignRight([labels, ...columns]);
}

function alignRight(columns: readonly string[][]): string {
  const widths = columns.map((cells) => Math.max(...cells.map((cell) => cell.length)));
  const rows = columns[0]?.keys() ?? [];
  return Array.from(rows, (row) =>
    columns.map((cells, column) => (cells[row] ?? "").padStart(widths[column] ?? 0)).join("  ")
  ).join("\n");
}

/** `Stages: bins 5.2 s, trees 45 s, predictions 3.1 s.` */
export function describeStages(stages: TrainedFolds["stages"]): string {
  return `Stages: ${Object.entries(stages)
    .map(([name, milliseconds]) => `${name} ${formatDuration(milliseconds)}`)
    .join(", ")}.`;
}
