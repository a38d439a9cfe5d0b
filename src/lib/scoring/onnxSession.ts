import type {InferenceSession, TensorConstructor} from "onnxruntime-web/wasm";
import {UserError} from "../errors.js";
import {inputName, outputName} from "../onnx/modelInterface.js";
import type {ScoringSession} from "./scoringSession.js";

/**
 * A session of onnxruntime-node or onnxruntime-web, whose `Tensor` is given, as a scoring session.
 * @throws {UserError} `staged-feature-count` if the model takes another number of features
 */
export function onnxSession(
  session: InferenceSession,
  Tensor: TensorConstructor,
  featureCount: number
): ScoringSession {
  checkWidth(session, featureCount);
  return {
    async run(features, rows) {
      const input = new Tensor("float64", features, [rows, featureCount]);
      const {data} = (await session.run({[inputName]: input}))[outputName];
      if (!(data instanceof Float32Array)) throw new TypeError(`The model's ${outputName} is not float32.`);
      if (!data.every(Number.isFinite))
        throw new UserError("score-not-finite", "The model gave a score that is not a finite number.");
      return data;
    }
  };
}

function checkWidth({inputMetadata}: InferenceSession, featureCount: number): void {
  const input = inputMetadata.find(({name}) => name === inputName);
  const width = input?.isTensor ? input.shape[1] : undefined;
  if (typeof width !== "number" || width < 0 || width === featureCount) return;
  throw new UserError(
    "staged-feature-count",
    `The model takes ${width} features, and ${featureCount} are named for it; stage the model again.`
  );
}
