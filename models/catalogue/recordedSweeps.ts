import type {CatalogueModel} from "../training/model.js";
import {lightgbm} from "./lightgbm.js";
import {naiveBayes} from "./naiveBayes.js";
import {randomForest} from "./randomForest.js";

export interface RecordedSweep {
  model: CatalogueModel;
  trials: number;
}

/** The sweeps among the recorded runs, each over its model's own space. */
export const recordedSweeps: readonly RecordedSweep[] = [
  {model: lightgbm, trials: 24},
  {model: randomForest, trials: 10},
  {model: naiveBayes, trials: 8}
];
