import type {FittedTransformation} from "../../src/lib/features/transformation.js";
import type {CheckedModel} from "../../src/lib/scoring/inputChecks.js";
import type {ColumnsOfModel} from "../../src/lib/scoring/scoreCsv.js";
import type {Manifest} from "../../src/lib/staged/manifest.js";
import type {Run, RunReader} from "../tracking/runStore.js";
import {averageFolds} from "./averageFolds.js";
import {describeRun} from "./describeRun.js";

/** What scoring a file takes; a staged model is one, too. */
export interface ScorableModel {
  manifest: Pick<Manifest, "threshold" | "runName" | "model"> & ColumnsOfModel & CheckedModel;
  /** The ONNX file. */
  model: Uint8Array;
  pipelines?: FittedTransformation[][];
}

/** A trained model straight from its run, without staging it. */
export async function openTrainedModel(reader: RunReader, run: Run): Promise<ScorableModel> {
  const description = describeRun(run);
  const {input, onnx} = await averageFolds(reader, run);
  return {manifest: {...description, features: [...input.features]}, model: onnx, pipelines: input.pipelines};
}
