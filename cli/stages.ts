import type {StageName, TrainedFolds} from "../models/training/trainedModel.js";
import {formatDuration} from "./progress.js";

const stageNames: readonly StageName[] = ["bins", "trees", "predictions"];

/** `Stages: bins 5.2 s, trees 45 s, predictions 3.1 s.` */
export function describeStages(stages: TrainedFolds["stages"]): string {
  return `Stages: ${stageNames.map((name) => `${name} ${formatDuration(stages[name])}`).join(", ")}.`;
}
