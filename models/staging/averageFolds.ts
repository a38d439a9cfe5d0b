import {UserError} from "../../src/lib/errors.js";
import {treeEnsembleToOnnx} from "../../src/lib/onnx/treeEnsemble.js";
import {combineStumps} from "../../src/lib/trees/combineStumps.js";
import {mergeFolds} from "../../src/lib/trees/mergeFolds.js";
import {parseTreeEnsemble} from "../../src/lib/trees/parse.js";
import type {TreeEnsemble} from "../../src/lib/trees/treeEnsemble.js";
import {artifactPaths, foldRuns, runTags} from "../tracking/crossValidationRuns.js";
import type {Run, RunReader} from "../tracking/runStore.js";

/** The average of a cross-validation's fold models, in log-odds, in its three forms. */
export interface AveragedModel {
  ensemble: TreeEnsemble;
  /** LightGBM's text. */
  text: string;
  /** The ONNX file, in which equal stumps are added up. */
  onnx: Uint8Array;
  folds: number;
}

/** @throws {UserError} `damaged-run`, `unknown-artifact`, `folds-differ`, `model-text-…`, `onnx-unsupported` */
export async function averageFolds(reader: RunReader, run: Run): Promise<AveragedModel> {
  const folds = await foldRuns(reader, run);
  const wanted = Number(run.params.folds);
  if (folds.length === 0 || folds.length !== wanted) {
    throw new UserError(
      "damaged-run",
      `Run \`${run.name}\` has ${folds.length} of its ${wanted} folds; train the model again.`,
      {value: run.runId}
    );
  }
  const texts: string[] = [];
  for (const {runId} of folds)
    texts.push(new TextDecoder().decode(await reader.readArtifact(runId, artifactPaths.model)));
  const text = mergeFolds(texts);
  const ensemble = parseTreeEnsemble(text);
  const model = run.tags[runTags.model];
  const metadata = {...(model !== undefined && {model}), run_id: run.runId};
  return {ensemble, text, onnx: treeEnsembleToOnnx(combineStumps(ensemble), {metadata}), folds: folds.length};
}
