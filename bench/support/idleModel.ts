import type {CatalogueModel} from "../../models/training/model.js";
import type {TrainingFile} from "../../models/training/trackCrossValidation.js";
import type {CurvePoint, FoldModel} from "../../models/training/trainedModel.js";

const rows = 50;
const points = 30;

export const folds = {folds: 5, assignments: Uint8Array.from({length: rows}, (_, row) => row % 5)};

export const file: TrainingFile = {
  data: {
    ids: Array.from({length: rows}, (_, row) => `train_${row}`),
    target: Uint8Array.from({length: rows}, (_, row) => Math.floor(row / 5) % 2),
    featureNames: ["var_0"],
    columns: [Float64Array.from({length: rows}, (_, row) => row)]
  },
  idColumn: "ID_code",
  targetColumn: "target",
  dataSource: {kind: "demo", trainRows: rows, testRows: 0, digest: "0".repeat(64)}
};

/** A model that is there at once, with curves and metrics as others have them: what is around a training is measured. */
export const idleModel: CatalogueModel = {
  name: "idle",
  title: "Idle",
  form: "linear",
  params: {},
  categories: "codes",
  progress: {unit: "steps", steps: 1},
  withParams: () => idleModel,
  async train(_data, _folds, {onCurves} = {}) {
    const now = Date.now();
    const models = Array.from({length: folds.folds}, (_, fold): FoldModel => {
      const size = rows / folds.folds;
      return {
        ...{fold, text: "{}", trainingRows: rows - size, validationRows: size, startTime: now, endTime: now},
        probabilities: new Float64Array(size).fill(0.5),
        importance: {gain: [0], split: [0]}
      };
    });
    for (const {fold} of models)
      onCurves?.(
        Array.from({length: points}, (_, i): CurvePoint => {
          return {fold, name: "auc", iteration: i + 1, timestamp: now, training: 0.5, validation: 0.5};
        })
      );
    const outOfFold = new Float64Array(rows).fill(0.5);
    return {folds: models, stages: {}, outOfFold, threshold: 0.5, metrics: models.map(() => ({auc: 0.5}))};
  }
};
