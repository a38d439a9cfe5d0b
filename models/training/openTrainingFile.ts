import {type EnsureDataOptions, ensureData} from "../../data-loaders/dataset/ensureData.js";
import {ensureFolds, knownTarget} from "../../data-loaders/dataset/foldsFile.js";
import {readDataset} from "../../data-loaders/dataset/readDataset.js";
import {defaultTargetColumn} from "../../src/lib/schema/tableSchema.js";
import type {TrainingFile} from "./trackCrossValidation.js";
import type {FoldAssignments} from "./trainedModel.js";

/**
 * Reads the training file and its folds; data and folds that are not there are made.
 * @throws UserError for files that are not what they should be
 */
export async function openTrainingFile(
  options: EnsureDataOptions = {}
): Promise<{file: TrainingFile; folds: FoldAssignments}> {
  const {train, dataSource} = await ensureData(options);
  const dataset = await readDataset(train);
  const {ids, columns, featureNames, schema, digest} = dataset;
  const folds = await ensureFolds(dataset, {directory: options.directory});
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
