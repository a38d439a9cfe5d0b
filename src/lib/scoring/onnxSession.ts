import type {InferenceSession, TensorConstructor} from "onnxruntime-web/wasm";
import {inputName, outputName} from "../onnx/modelInterface.js";
import {checkFeatureCount, finiteScores, type ScoringSession} from "./scoringSession.js";

/**
 * A session of ONNX Runtime, whose `Tensor` is given, as a scoring session.
 * @throws {UserError} `staged-feature-count` if the model takes another number of features
 */
export function onnxSession(
  session: InferenceSession,
  Tensor: TensorConstructor,
  featureCount: number
): ScoringSession {
  const input = session.inputMetadata.find(({name}) => name === inputName);
  const width = input?.isTensor ? input.shape[1] : undefined;
  // A graph may leave it open.
  if (typeof width === "number" && width >= 0) checkFeatureCount(width, featureCount);
  return {
    async run(features, rows) {
      const input = new Tensor("float64", features, [rows, featureCount]);
      const {data} = (await session.run({[inputName]: input}))[outputName];
      if (!(data instanceof Float32Array)) throw new TypeError(`The model's ${outputName} is not float32.`);
      return finiteScores(data);
    }
  };
}
