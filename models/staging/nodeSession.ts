import {InferenceSession, Tensor} from "onnxruntime-node";
import {onnxSession} from "../../src/lib/scoring/onnxSession.js";
import type {ScoringSession} from "../../src/lib/scoring/scoringSession.js";

/** Loads an ONNX model into Node's native runtime. */
export async function openNodeSession(model: Uint8Array, featureCount: number): Promise<ScoringSession> {
  return onnxSession(await InferenceSession.create(model), Tensor, featureCount);
}
