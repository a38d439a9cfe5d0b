import {ensureFolds, knownTarget} from "../../dataset/foldsFile.js";
import {type ReadDatasetOptions, readDataset} from "../../dataset/readDataset.js";
import type {DataSource} from "../../src/lib/experiment/crossValidation.js";
import {defaultTargetColumn} from "../../src/lib/schema/tableSchema.js";
import type {TrainingFile} from "./trackCrossValidation.js";
import type {FoldAssignments} from "./trainedModel.js";

/** The data that a command was given. */
export interface TrainingSource {
  /** Path of the training file. */
  train: string;
  /** Where `folds.csv` is. */
  directory: string;
  dataSource: DataSource;
}

/**
 * Reads the training file and its folds; folds that are not there are made.
 * @throws UserError for files that are not what they should be
 */
export async function openTrainingFile(
  {train, directory, dataSource}: TrainingSource,
  options: ReadDatasetOptions = {}
): Promise<{file: TrainingFile; folds: FoldAssignments}> {
  const dataset = await readDataset(train, options);
  const {ids, columns, featureNames, schema, digest} = dataset;
  const folds = await ensureFolds(dataset, {directory, file: train});
  return {
    file: {
      data: {ids, columns, featureNames, target: knownTarget(dataset, train)},
      idColumn: schema.idColumn,
      targetColumn: schema.targetColumn ?? defaultTargetColumn,
      // The digest of what was read, whatever source.json says.
      dataSource: {...dataSource, digest}
    },
    folds
  };
}
