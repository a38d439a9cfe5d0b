import type {InferenceSession, TensorConstructor} from "onnxruntime-web/wasm";
import {transformRows} from "../features/applyTransformations.js";
import type {FittedInput} from "../features/fittedFile.js";
import type {EngineModel} from "../staged/stagedModel.js";
import {onnxSession} from "./onnxSession.js";
import {type LoadScorer, scorerSession} from "./scorerSession.js";
import type {ScoringSession} from "./scoringSession.js";

/** What a model is given: features as files have them, and what is to be done to them first, if anything is. */
export type ModelInput = Pick<FittedInput, "features"> & Partial<FittedInput>;

/** onnxruntime-web, set up for the page or for Node. */
export interface OnnxRuntime {
  InferenceSession: {create(model: Uint8Array, options?: InferenceSession.SessionOptions): Promise<InferenceSession>};
  Tensor: TensorConstructor;
}

/** What runs models, on the page and in Node. */
export interface Engines {
  loadScorer: LoadScorer;
  /** Called for ONNX graphs alone: nobody loads ONNX Runtime for a model of trees. */
  loadOnnxRuntime(): Promise<OnnxRuntime>;
}

/**
 * A model that scores rows as files have them, on the page, on the command line and in the API.
 * @throws {UserError} `staged-damaged-model`, `staged-feature-count`, and what loading an engine throws
 */
export async function openSession(
  model: EngineModel,
  {features: names, pipelines}: ModelInput,
  engines: Engines
): Promise<ScoringSession> {
  if (pipelines === undefined) return openEngine(model, names.length, engines);
  const {width} = transformRows(pipelines, names, {features: new Float64Array(), rows: 0});
  const session = await openEngine(model, width, engines);
  return {run: (features, rows) => session.run(transformRows(pipelines, names, {features, rows}).features, rows)};
}

async function openEngine(
  {engine, content}: EngineModel,
  featureCount: number,
  {loadScorer, loadOnnxRuntime}: Engines
): Promise<ScoringSession> {
  if (engine === "scorer") return scorerSession(content, featureCount, loadScorer);
  const {InferenceSession, Tensor} = await loadOnnxRuntime();
  return onnxSession(await InferenceSession.create(content, {executionProviders: ["wasm"]}), Tensor, featureCount);
}
