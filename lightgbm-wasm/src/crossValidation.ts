import type {Booster} from "./booster.js";
import {type BoostingOptions, boost, withIterations} from "./boosting.js";
import type {Dataset} from "./dataset.js";
import {LightGBMError} from "./error.js";
import type {RowIndices} from "./features.js";
import {type Fold, type FoldPlan, foldsOf} from "./folds.js";
import type {NativeModule} from "./native.js";
import type {Params} from "./parameters.js";
import {type Numbers, writeField} from "./rowFields.js";
import {type CustomObjective, type Evaluations, Training} from "./training.js";
import {TrainingGroup} from "./trainingGroup.js";

/** The evaluations of one iteration: of each fold, and over the folds. */
export interface FoldEvaluations {
  folds: Evaluations[];
  mean: Evaluations;
  /** The population's standard deviation over the folds. */
  standardDeviation: Evaluations;
}

export interface CrossValidationIteration {
  iteration: number;
  /** Undefined where `evaluationPeriod` skips the evaluation. */
  evaluations: FoldEvaluations | undefined;
  stop: () => void;
}

export interface CrossValidationOptions extends BoostingOptions {
  /** Folds, how many to make, or how to make them. */
  folds: readonly Fold[] | number | FoldPlan;
  /** Scores that the folds' trainings start from: by fold, a number for each row of the dataset. */
  initScores?: readonly Numbers[];
  objective?: CustomObjective;
  onIteration?: (iteration: CrossValidationIteration) => unknown;
}

/** One booster for each fold, and how they did together. */
export interface CrossValidation extends Disposable {
  boosters: Booster[];
  /** The evaluations iteration by iteration, where there were any. */
  evaluations: {iteration: number; evaluations: FoldEvaluations}[];
  bestIteration: number | undefined;
  free(): void;
}

/**
 * @internal Trains the folds side by side, iteration by iteration, on subsets that share the dataset's bins: as many at once as
 * there are threads. Early stopping looks at the mean over the folds.
 */
export async function crossValidate(
  native: NativeModule,
  params: Params,
  dataset: Dataset,
  {folds, initScores, onIteration, numIterations, objective, ...options}: CrossValidationOptions
): Promise<CrossValidation> {
  options.signal?.throwIfAborted();
  const checked = withIterations(params, numIterations);
  const parts: Dataset[] = [];
  const trainings: Training[] = [];
  const evaluations: CrossValidation["evaluations"] = [];
  const free = (): void => {
    for (const {booster} of trainings) booster.free();
  };
  try {
    const plan = foldsOf(dataset, folds);
    if (initScores !== undefined) checkScores(initScores, plan.length, dataset.rowCount);
    for (const [index, fold] of plan.entries()) {
      const subset = (rows: RowIndices): Dataset => {
        const part = dataset.subset(rows);
        parts.push(part);
        const scores = initScores?.[index];
        if (scores)
          writeField(
            native,
            part.handle,
            "init_score",
            Float64Array.from(rows, (row) => scores[row])
          );
        return part;
      };
      const training = subset(fold.training);
      const validation = subset(fold.validation);
      const validSets = {training, validation};
      trainings.push(new Training(native, checked, training, {validSets, objective, metrics: options.metrics}));
    }
    const group = new TrainingGroup(native, trainings);
    const bestIteration = await boost(
      {
        update: () => group.update(),
        evaluate: () => summarise(group.evaluate()),
        ofValidation: ({mean: {validation}}) => ({validation}),
        report(iteration, result, stop) {
          if (result) evaluations.push({iteration, evaluations: result});
          return onIteration?.({iteration, evaluations: result, stop});
        }
      },
      trainings,
      options
    );
    const boosters = trainings.map(({booster}) => booster);
    for (const booster of boosters) booster.bestIteration = bestIteration;
    return {boosters, evaluations, bestIteration, free, [Symbol.dispose]: free};
  } catch (error) {
    free();
    throw error;
  } finally {
    for (const training of trainings) training.end();
    for (const part of parts) part.free();
  }
}

function checkScores(scores: readonly Numbers[], folds: number, rows: number): void {
  if (scores.length !== folds) {
    throw new LightGBMError(`There are initial scores for ${scores.length} folds, not for ${folds}.`);
  }
  for (const {length} of scores) {
    if (length !== rows) throw new LightGBMError(`A fold's initial scores have ${length} values for ${rows} rows.`);
  }
}

function summarise(folds: Evaluations[]): FoldEvaluations {
  const over = (statistic: (values: number[]) => number): Evaluations =>
    Object.fromEntries(
      Object.entries(folds[0]).map(([dataset, metrics]) => [
        dataset,
        Object.fromEntries(
          Object.keys(metrics).map((metric) => [metric, statistic(folds.map((fold) => fold[dataset][metric]))])
        )
      ])
    );
  return {folds, mean: over(mean), standardDeviation: over(standardDeviation)};
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function standardDeviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
}
