import {type FoldRows, rowsOfFolds} from "../../dataset/foldRows.js";
import {UserError} from "../../src/lib/errors.js";
import {measureAll, Predictions} from "../../src/lib/metrics/metrics.js";
import {bestF1Threshold} from "../../src/lib/metrics/thresholdChoice.js";
import {thresholdCurve} from "../../src/lib/metrics/thresholdCurve.js";
import type {FoldAssignments, FoldModel, TrainedFolds, TrainedModel, TrainingData} from "./trainedModel.js";

/**
 * Trains a model a fold, and measures each on the rows held out from it.
 * @throws UserError fold-one-class, before anything is trained; and what the training throws
 */
export async function crossValidate(
  data: TrainingData,
  folds: FoldAssignments,
  train: () => Promise<TrainedFolds>
): Promise<TrainedModel> {
  const rows = rowsOfFolds(folds);
  const labels = rows.map(({validation}) => Uint8Array.from(validation, (row) => data.target[row] ?? 0));
  for (const [fold, heldOut] of labels.entries()) refuseOneClass(fold, heldOut);
  const {models, ...trained} = await train();
  const outOfFold = meanOutOfFold(models, rows, data.target.length);
  const isKnown = (_: number, row: number) => !Number.isNaN(outOfFold[row]);
  const threshold = bestF1Threshold(thresholdCurve(data.target.filter(isKnown), outOfFold.filter(isKnown)));
  const metrics = models.map(({fold, probabilities}) =>
    measureAll(new Predictions(labels[fold] ?? [], probabilities, threshold))
  );
  return {...trained, folds: models, outOfFold, threshold, metrics};
}

/** The mean over the models that a row was held out from; NaN for a row that never was. */
function meanOutOfFold(models: readonly FoldModel[], rows: readonly FoldRows[], count: number): Float64Array {
  const sums = new Float64Array(count);
  const times = new Uint16Array(count);
  for (const {fold, probabilities} of models)
    for (const [position, row] of rows[fold]?.validation.entries() ?? []) {
      sums[row] = (sums[row] ?? 0) + (probabilities[position] ?? Number.NaN);
      times[row] = (times[row] ?? 0) + 1;
    }
  // None of none is NaN.
  return sums.map((sum, row) => sum / (times[row] ?? 0));
}

/** Neither AUC nor recall exists of one class. */
function refuseOneClass(fold: number, labels: Uint8Array): void {
  if (labels.includes(0) && labels.includes(1)) return;
  throw new UserError(
    "fold-one-class",
    labels.length === 0
      ? `Fold ${fold} has no rows. \`npm run kfolds\` makes folds that have both classes.`
      : `All ${labels.length} rows of fold ${fold} have target ${labels[0]}, so that it cannot measure a model. \`npm run kfolds\` makes folds that have both classes.`,
    {column: "kfold", value: String(fold)}
  );
}
