import type {TrainingFile} from "../../../models/training/trackCrossValidation.js";
import type {FoldAssignments, TrainingData} from "../../../models/training/trainedModel.js";
import {RandomSource} from "../../../src/lib/random.js";

/** Small seeded data: 600 rows, six features of which two matter, three folds. */
export function sampleData({rows = 600} = {}): {data: TrainingData; folds: FoldAssignments} {
  const random = new RandomSource(3);
  const columns = Array.from({length: 6}, () => Float64Array.from({length: rows}, () => random.integer(10_000) / 1000));
  const target = Uint8Array.from({length: rows}, (_, row) =>
    columns[0][row] + columns[1][row] + 4 * random.uniform() > 14 ? 1 : 0
  );
  const assignments = Uint8Array.from({length: rows}, (_, row) => row % 3);
  return {
    data: {
      ids: Array.from({length: rows}, (_, row) => `train_${row}`),
      target,
      featureNames: columns.map((_, i) => `var_${i}`),
      columns
    },
    folds: {folds: 3, assignments}
  };
}

export function sampleFile(): {file: TrainingFile; folds: FoldAssignments} {
  const {data, folds} = sampleData();
  const dataSource = {kind: "demo" as const, trainRows: data.target.length, testRows: 0, digest: "d".repeat(64)};
  return {file: {data, idColumn: "ID_code", targetColumn: "target", dataSource}, folds};
}
