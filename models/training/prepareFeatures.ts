import {serveWorker} from "../../dataset/worker.js";
import {applyTransformations} from "../../src/lib/features/applyTransformations.js";
import {type FittingRows, fitTransformations} from "../../src/lib/features/fitTransformations.js";
import type {FeatureTable, Transformation} from "../../src/lib/features/transformation.js";
import {packFitted} from "./packFitted.js";

/** What the worker is given. */
export interface PrepareFeaturesInput extends FeatureTable, FittingRows {
  transformations: readonly Transformation[];
}

/** What a model is trained on, and the content of `transformations.json.gz`, by which it is made. */
export interface PreparedFeatures {
  table: FeatureTable;
  packed: Uint8Array;
}

/** The worker behind `trainTransformed`: counting the values of a large file takes a while. */
async function prepareFeatures({
  transformations,
  names,
  columns,
  ...rows
}: PrepareFeaturesInput): Promise<PreparedFeatures> {
  const fitted = fitTransformations(transformations, {names, columns}, rows);
  const packed = packFitted({features: names, pipelines: [fitted]});
  const made = applyTransformations(fitted, {names, columns});
  return {table: {names: made.names, columns: made.columns.map(inSharedMemory)}, packed};
}

/** So that it need not be copied from thread to thread. */
function inSharedMemory(column: Float64Array): Float64Array {
  if (column.buffer instanceof SharedArrayBuffer) return column;
  const shared = new Float64Array(new SharedArrayBuffer(column.byteLength));
  shared.set(column);
  return shared;
}

serveWorker(prepareFeatures);
