import {ensureData} from "../../data-loaders/dataset/ensureData.js";
import {ensureFolds, knownTarget} from "../../data-loaders/dataset/foldsFile.js";
import {type ReadDatasetOptions, readDataset} from "../../data-loaders/dataset/readDataset.js";
import {defaultTargetColumn} from "../../src/lib/schema/tableSchema.js";
import type {TrainingFile} from "./trackCrossValidation.js";
import type {FoldAssignments} from "./trainedModel.js";

export interface OpenOptions extends ReadDatasetOptions {
  /** Where `raw/train.csv` and `folds.csv` are. */
  directory?: string;
}

/**
 * Reads the training file and its folds; data and folds that are not there are made.
 * @throws UserError for files that are not what they should be
 */
export async function openTrainingFile({
  directory,
  ...options
}: OpenOptions = {}): Promise<{file: TrainingFile; folds: FoldAssignments}> {
  const {train, dataSource} = await ensureData({directory, signal: options.signal});
  const dataset = await readDataset(train, options);
  const {ids, columns, featureNames, schema, digest} = dataset;
  const folds = await ensureFolds(dataset, {directory});
  return {
    file: {
      data: {ids, columns, featureNames, target: knownTarget(dataset)},
      idColumn: schema.idColumn,
      targetColumn: schema.targetColumn ?? defaultTargetColumn,
      // The digest of what was read, whatever source.json says.
      dataSource: {...dataSource, digest}
    },
    folds
  };
}
