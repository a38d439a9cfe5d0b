import {loadScorer} from "lightgbm-wasm/scorer";
import {UserError} from "../../src/lib/errors.js";
import type {ScoringSession} from "../../src/lib/scoring/scoringSession.js";
import {type ModelInput, type OnnxRuntime, openSession} from "../../src/lib/scoring/stagedSession.js";
import type {EngineModel} from "../../src/lib/staged/stagedModel.js";

/**
 * Opens a model in Node. ONNX Runtime is loaded for graphs alone, and need not be there for trees.
 * @throws {UserError} `engine-missing`, `staged-damaged-model`, `staged-feature-count`
 */
export function openNodeSession(model: EngineModel, input: ModelInput): Promise<ScoringSession> {
  return openSession(model, input, {loadScorer, loadOnnxRuntime});
}

async function loadOnnxRuntime(): Promise<OnnxRuntime> {
  try {
    const runtime = await import("onnxruntime-web/wasm");
    // Whoever wants several has several sessions.
    runtime.env.wasm.numThreads = 1;
    return runtime;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND")) throw error;
    throw new UserError(
      "engine-missing",
      "This model is an ONNX graph, which the package onnxruntime-web runs; `npm install` installs it."
    );
  }
}
