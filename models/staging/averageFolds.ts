import {UserError} from "../../src/lib/errors.js";
import {linearProbability, parseLinearModel} from "../../src/lib/estimators/linearModel.js";
import {type FittedInput, unpackFitted} from "../../src/lib/features/fittedFile.js";
import {linearModelToOnnx} from "../../src/lib/onnx/linearModel.js";
import {treeEnsembleToOnnx} from "../../src/lib/onnx/treeEnsemble.js";
import type {ModelInput} from "../../src/lib/scoring/stagedSession.js";
import {combineStumps} from "../../src/lib/trees/combineStumps.js";
import {mergeFolds} from "../../src/lib/trees/mergeFolds.js";
import {readModelText} from "../../src/lib/trees/modelText.js";
import {parseTreeEnsemble} from "../../src/lib/trees/parse.js";
import {placeFeatures} from "../../src/lib/trees/placeFeatures.js";
import {predictProbability} from "../../src/lib/trees/predict.js";
import type {TreeEnsemble} from "../../src/lib/trees/treeEnsemble.js";
import {
  artifactPaths,
  foldRuns,
  modelForm,
  modelPaths,
  runTags,
  transformedBy
} from "../tracking/crossValidationRuns.js";
import {damagedRun} from "../tracking/faults.js";
import type {Run, RunReader} from "../tracking/runStore.js";
import type {ComputedModel, PortableModel} from "./portableModel.js";

/** The average of a cross-validation's fold models, in log-odds. */
export interface AveragedModel extends ComputedModel {
  folds: number;
  /** The features that files have, and what is done to them before the model takes them. */
  input: ModelInput;
}

/** @throws {UserError} `damaged-run`, `unknown-artifact`, `folds-differ`, `model-text-…` */
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
  const form = modelForm(run);
  const texts: string[] = [];
  for (const {runId} of folds) texts.push(new TextDecoder().decode(await reader.readArtifact(runId, modelPaths[form])));
  const model = run.tags[runTags.model];
  const metadata = {...(model !== undefined && {model}), run_id: run.runId};
  const made = run.tags[runTags.transformed] === undefined ? undefined : await readInputs(reader, run, folds);
  const placed = made !== undefined && made.pipelines.length > 1 ? placeFeatures(texts) : texts;
  const averaged = averageModels(form, placed, {name: run.name, metadata});
  return {...averaged, folds: folds.length, input: made ?? {features: averaged.featureNames}};
}

/**
 * The average of fold models in one form.
 * @throws {UserError} `damaged-run`, `folds-differ`, `model-text-…`
 */
export function averageModels(
  form: keyof typeof modelPaths,
  texts: readonly string[],
  {name, metadata = {}}: {name: string; metadata?: Metadata}
): ComputedModel {
  if (form === "linear") return averageLinearModels(texts, name, metadata);
  const treesByFold = texts.map((text) => readModelText(text).trees.length);
  return {...treeModelOf(mergeFolds(texts), metadata), treesByFold};
}

/** The transformations of all folds, which the parent run has, or those of each, which the folds' runs have. */
async function readInputs(reader: RunReader, run: Run, folds: readonly Run[]): Promise<FittedInput> {
  const owners = run.tags[runTags.transformed] === transformedBy.run ? [run] : folds;
  const inputs: FittedInput[] = [];
  for (const {runId, name} of owners) {
    const path = artifactPaths.transformations;
    try {
      inputs.push(unpackFitted(await reader.readArtifact(runId, path)));
    } catch (error) {
      if (!(error instanceof UserError) || !error.code.startsWith("transformations-")) throw error;
      throw damagedRun(`${path} of run ${name}`, error.message);
    }
  }
  return {features: inputs[0]?.features ?? [], pipelines: inputs.flatMap(({pipelines}) => pipelines)};
}

type Metadata = Readonly<Record<string, string>>;

/** A model of trees from LightGBM's text; equal stumps are added up in its ONNX form, if it has one. */
export function treeModelOf(text: string, metadata: Metadata): ComputedModel {
  const ensemble = parseTreeEnsemble(text);
  return {
    featureNames: ensemble.featureNames,
    text,
    ...treesAsOnnx(ensemble, metadata),
    predict: (row) => predictProbability(ensemble, row)
  };
}

function treesAsOnnx(ensemble: TreeEnsemble, metadata: Metadata): Pick<PortableModel, "onnx" | "withoutOnnx"> {
  try {
    return {onnx: treeEnsembleToOnnx(combineStumps(ensemble), {metadata})};
  } catch (error) {
    if (error instanceof UserError && error.code === "onnx-unsupported") return {withoutOnnx: error.message};
    throw error;
  }
}

function averageLinearModels(texts: readonly string[], name: string, metadata: Metadata): ComputedModel {
  const models = texts.map(
    (text, fold) =>
      parseLinearModel(text) ??
      refuse(damagedRun(`${modelPaths.linear} of fold ${fold} of run ${name}`, "it is not a linear model"))
  );
  const [names = [], ...others] = models.map(({terms}) => terms.map(({feature}) => feature));
  if (others.some((features) => JSON.stringify(features) !== JSON.stringify(names)))
    throw new UserError("folds-differ", `The fold models of run ${name} have different features.`);
  return {
    featureNames: names,
    onnx: linearModelToOnnx(models, {metadata}),
    predict: (row) => linearProbability(models, row)
  };
}

function refuse(error: UserError): never {
  throw error;
}
