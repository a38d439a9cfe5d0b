import {UserError} from "../../src/lib/errors.js";
import type {FittedInput} from "../../src/lib/features/fittedFile.js";
import {parseSchema} from "../../src/lib/schema/parseSchema.js";
import {columnKinds} from "../../src/lib/schema/tableSchema.js";
import type {ColumnsOfModel} from "../../src/lib/scoring/scoreCsv.js";
import type {CheckedModel} from "../../src/lib/scoring/valueChecks.js";
import type {Manifest} from "../../src/lib/staged/manifest.js";
import type {EngineModel} from "../../src/lib/staged/stagedModel.js";
import {artifactPaths} from "../tracking/crossValidationRuns.js";
import type {Run, RunReader} from "../tracking/runStore.js";
import {averageFolds} from "./averageFolds.js";
import {describeRun} from "./describeRun.js";
import {engineModels} from "./portableModel.js";

/** What scoring a file takes; a staged model is one, too. */
export interface ScorableModel {
  manifest: Pick<Manifest, "targetColumn" | "threshold" | "runName" | "model"> & ColumnsOfModel & CheckedModel;
  model: EngineModel;
  pipelines?: FittedInput["pipelines"];
}

/** A trained model straight from its run, without staging it. */
export async function openTrainedModel(reader: RunReader, run: Run): Promise<ScorableModel> {
  const description = describeRun(run);
  const averaged = await averageFolds(reader, run);
  const {input} = averaged;
  const manifest = {...description, features: [...input.features], ...(await readKindsOf(reader, run))};
  return {manifest, model: engineModels(averaged)[0], pipelines: input.pipelines};
}

/** What the run says about its columns besides their names; nothing where all are numbers. */
async function readKindsOf(reader: RunReader, {runId}: Run): Promise<ReturnType<typeof columnKinds>> {
  try {
    const text = new TextDecoder().decode(await reader.readArtifact(runId, artifactPaths.schema));
    return columnKinds(parseSchema(text, artifactPaths.schema));
  } catch (error) {
    if (error instanceof UserError && error.code === "unknown-artifact") return {};
    throw error;
  }
}
