import type {StageName, TrainedFolds, TrainedModel} from "../models/training/trainedModel.js";
import {metricNames} from "../src/lib/experiment/metricNames.js";
import {spread} from "../src/lib/metrics/spread.js";
import {formatDuration} from "./progress.js";

/** Metrics by fold, and their mean and standard deviation, as a table of plain text. */
export function foldTable({folds, metrics}: TrainedModel): string {
  const spreads = metricNames.map((name) => spread(metrics.map((fold) => fold[name])));
  const format = (value: number) => value.toFixed(4);
  const rows = [
    ["fold", ...metricNames],
    ...folds.map(({fold}) => [String(fold), ...metricNames.map((name) => format(metrics[fold][name]))]),
    ["mean", ...spreads.map(({mean}) => format(mean))],
    ["sd", ...spreads.map(({standardDeviation}) => format(standardDeviation))]
  ];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => row.map((cell, column) => cell.padStart(widths[column])).join("  ")).join("\n");
}

const stageNames: readonly StageName[] = ["bins", "trees", "predictions"];

/** `Stages: bins 5.2 s, trees 45 s, predictions 3.1 s.` */
export function describeStages(stages: TrainedFolds["stages"]): string {
  return `Stages: ${stageNames.map((name) => `${name} ${formatDuration(stages[name])}`).join(", ")}.`;
}
