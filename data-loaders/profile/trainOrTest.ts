import type {Dataset} from "../../dataset/dataset.js";
import {trainFolds} from "../../models/training/trainFolds.js";
import {auc, thresholdCurve} from "../../src/lib/metrics/thresholdCurve.js";
import type {TrainOrTest} from "../../src/lib/profile/trainOrTest.js";
import {RandomSource} from "../../src/lib/random.js";
import {aucInterval} from "../../src/lib/statistics/rankAuc.js";

/** Rows of each file that are enough to see a difference of AUC 0.003. */
const mostRows = 100_000;
const shownFeatures = 10;

const params = {
  objective: "binary",
  metric: "auc",
  num_leaves: 15,
  learning_rate: 0.1,
  feature_fraction: 0.3,
  max_bin: 63,
  min_data_in_leaf: 50,
  seed: 1
};
const iterations = 60;

/**
 * Trains LightGBM to tell the files apart, on each half of the rows, and measures it on the other half. Rows are taken
 * evenly from large files.
 */
export async function tellTrainFromTest(
  train: Dataset,
  test: Dataset,
  {threads, signal}: {threads?: number; signal?: AbortSignal} = {}
): Promise<TrainOrTest> {
  const rows: [number, number] = [Math.min(train.rows, mostRows), Math.min(test.rows, mostRows)];
  const total = rows[0] + rows[1];
  const testColumns = new Map(test.featureNames.map((name, index) => [name, test.columns[index]]));
  const columns = train.columns.map((column, index) => {
    const both = new Float64Array(new SharedArrayBuffer(8 * total));
    take(column, rows[0], both, 0);
    take(testColumns.get(train.featureNames[index] ?? "") ?? new Float64Array(rows[1]), rows[1], both, rows[0]);
    return both;
  });
  const target = new Uint8Array(total).fill(1, rows[0]);
  const assignments = halves(rows);
  const data = {ids: [], target, featureNames: train.featureNames, columns};
  const {models} = await trainFolds(data, {folds: 2, assignments}, params, {
    iterations,
    curvePoints: 1,
    threads,
    signal
  });
  const aucs = models.map(({fold, probabilities}) => {
    const labels = target.filter((_, row) => assignments[row] === fold);
    return auc(thresholdCurve(labels, probabilities)) ?? 0.5;
  });
  const mean = aucs.reduce((sum, value) => sum + value, 0) / aucs.length;
  const [low, high] = aucInterval(mean, rows[1], rows[0]);
  return {auc: mean, low, high, train: rows[0], test: rows[1], features: strongest(models, train.featureNames)};
}

function take(column: Float64Array, count: number, into: Float64Array, at: number): void {
  const step = column.length / count;
  for (let row = 0; row < count; ++row) into[at + row] = column[Math.floor(row * step)] ?? Number.NaN;
}

/** Both files are halved at random. */
function halves([train, test]: readonly [number, number]): Uint8Array {
  const random = new RandomSource(params.seed);
  const half = (count: number) => random.shuffle(Uint8Array.from({length: count}, (_, row) => row % 2));
  return Uint8Array.from([...half(train), ...half(test)]);
}

function strongest(
  models: readonly {importance: {gain: number[]}}[],
  names: readonly string[]
): TrainOrTest["features"] {
  const gains = names.map((_, index) => models.reduce((sum, {importance}) => sum + (importance.gain[index] ?? 0), 0));
  const total = gains.reduce((sum, gain) => sum + gain, 0);
  return names
    .map((name, index) => ({name, share: total > 0 ? (gains[index] ?? 0) / total : 0}))
    .sort((a, b) => b.share - a.share)
    .slice(0, shownFeatures)
    .filter(({share}) => share > 0);
}
