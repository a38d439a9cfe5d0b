import {UserError} from "../../src/lib/errors.js";
import {measureAll, Predictions} from "../../src/lib/metrics/metrics.js";
import {bestF1Threshold, thresholdCurve} from "../../src/lib/metrics/thresholdCurve.js";
import type {FoldAssignments, TrainedFolds, TrainedModel, TrainingData} from "./trainedModel.js";

/**
 * Trains a model a fold, and measures each on the rows held out from it.
 * @throws UserError fold-one-class, before anything is trained; and what the training throws
 */
export async function crossValidate(
  data: TrainingData,
  folds: FoldAssignments,
  train: () => Promise<TrainedFolds>
): Promise<TrainedModel> {
  const labels = labelsOfFolds(data, folds);
  for (const [fold, heldOut] of labels.entries()) refuseOneClass(fold, heldOut);
  const {models, stages} = await train();
  const heldOut = models.map(({probabilities}) => probabilities.values());
  const outOfFold = Float64Array.from(folds.assignments, (fold) => heldOut[fold]?.next().value ?? Number.NaN);
  const threshold = bestF1Threshold(thresholdCurve(data.target, outOfFold));
  const metrics = models.map(({fold, probabilities}) =>
    measureAll(new Predictions(labels[fold] ?? [], probabilities, threshold))
  );
  return {folds: models, stages, outOfFold, threshold, metrics};
}

function labelsOfFolds({target}: TrainingData, {folds, assignments}: FoldAssignments): Uint8Array[] {
  return Array.from({length: folds}, (_, fold) => target.filter((_, row) => assignments[row] === fold));
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
