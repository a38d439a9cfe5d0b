import {InferenceSession, Tensor} from "onnxruntime-node";
import type {ScoringSession} from "../../src/lib/scoring/scoringSession.js";
import {type ModelInput, stagedSession} from "../../src/lib/scoring/stagedSession.js";

/** Loads an ONNX model into Node's native runtime. */
export async function openNodeSession(model: Uint8Array, input: ModelInput): Promise<ScoringSession> {
  return stagedSession(await InferenceSession.create(model), Tensor, input);
}
