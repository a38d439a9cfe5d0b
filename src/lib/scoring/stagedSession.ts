import type {InferenceSession, TensorConstructor} from "onnxruntime-web/wasm";
import {transformRows} from "../features/applyTransformations.js";
import type {FittedTransformation} from "../features/transformation.js";
import {onnxSession} from "./onnxSession.js";
import type {ScoringSession} from "./scoringSession.js";

/** What a model is given: features as files have them, and what is to be done to them first. */
export interface ModelInput {
  features: readonly string[];
  /** Of several, each makes its own features, which the model takes side by side; none, and it takes them as they are. */
  pipelines?: FittedTransformation[][];
}

/** A model that scores rows as files have them, on the page, on the command line and in the API. */
export function stagedSession(
  session: InferenceSession,
  Tensor: TensorConstructor,
  {features: names, pipelines}: ModelInput
): ScoringSession {
  if (pipelines === undefined) return onnxSession(session, Tensor, names.length);
  const {width} = transformRows(pipelines, names, {features: new Float64Array(), rows: 0});
  const model = onnxSession(session, Tensor, width);
  return {run: (features, rows) => model.run(transformRows(pipelines, names, {features, rows}).features, rows)};
}
