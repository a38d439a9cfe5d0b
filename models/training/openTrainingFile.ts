import type {Dataset} from "../../dataset/dataset.js";
import {ensureFolds, knownTarget} from "../../dataset/foldsFile.js";
import {type ReadDatasetOptions, readDataset} from "../../dataset/readDataset.js";
import {UserError} from "../../src/lib/errors.js";
import type {DataSource} from "../../src/lib/experiment/dataSource.js";
import {columnKinds, defaultTargetColumn} from "../../src/lib/schema/tableSchema.js";
import type {TrainingFile} from "./trackCrossValidation.js";
import type {FoldAssignments} from "./trainedModel.js";

/** The data that a command was given. */
export interface TrainingSource {
  /** Path of the training file. */
  train: string;
  /** Path of the test file, for models that learn from its rows, which have no labels. */
  test?: string;
  /** Where `folds.csv` is. */
  directory: string;
  dataSource: DataSource;
}

export interface OpenTrainingOptions extends ReadDatasetOptions {
  /** Reads the test file as well. */
  unlabelled?: boolean;
}

/**
 * Reads the training file and its folds; folds that are not there are made.
 * @throws UserError for files that are not what they should be
 */
export async function openTrainingFile(
  source: TrainingSource,
  options: OpenTrainingOptions = {}
): Promise<{file: TrainingFile; folds: FoldAssignments}> {
  const {dataset, file} = await openWithoutFolds(source, options);
  return {file, folds: await ensureFolds(dataset, {directory: source.directory, file: source.train})};
}

/** Reads the training file alone, for trainings whose folds are known. */
export async function openWithoutFolds(
  {train, test, dataSource}: Omit<TrainingSource, "directory">,
  {unlabelled = false, ...options}: OpenTrainingOptions = {}
): Promise<{file: TrainingFile; dataset: Dataset}> {
  const dataset = await readDataset(train, options);
  const {ids, columns, featureNames, schema, digest} = dataset;
  const others = unlabelled && test !== undefined ? await readDataset(test, options) : undefined;
  const kinds = columnKinds(schema);
  return {
    dataset,
    file: {
      data: {
        ids,
        columns,
        featureNames,
        target: knownTarget(dataset, train),
        ...(kinds.categories && {categorical: Object.keys(kinds.categories)}),
        unlabelled: others && columnsOf(others, featureNames, test)
      },
      idColumn: schema.idColumn,
      targetColumn: schema.targetColumn ?? defaultTargetColumn,
      ...(Object.keys(kinds).length > 0 && {kinds}),
      // The digest of what was read, whatever source.json says.
      dataSource: {...dataSource, digest}
    }
  };
}

function columnsOf({featureNames, columns}: Dataset, wanted: readonly string[], file = ""): Float64Array[] {
  return wanted.map((feature) => {
    const column = columns[featureNames.indexOf(feature)];
    if (column !== undefined) return column;
    throw new UserError("csv-missing-column", `Column \`${feature}\` is missing in ${file}.`, {file, column: feature});
  });
}
