import {FileAttachment} from "observablehq:stdlib";
import * as ort from "onnxruntime-web/wasm";
import {onnxSession} from "../lib/scoring/onnxSession.js";
import type {ScoringSession} from "../lib/scoring/scoringSession.js";
import type {Manifest} from "../lib/staged/manifest.js";
import {openStagedModel} from "../lib/staged/stagedModel.js";

// Framework copies the .wasm under a hashed name and bundles the script that would look for it, so it has to be told.
ort.env.wasm.wasmPaths = {wasm: import.meta.resolve("onnxruntime-web/ort-wasm-simd-threaded.wasm")};
// Threads need SharedArrayBuffer, which only cross-origin isolated pages have.
ort.env.wasm.numThreads = self.crossOriginIsolated ? Math.min(4, navigator.hardwareConcurrency) : 1;

/** Loads the staged model that the report was built with. */
export async function openSession(): Promise<{manifest: Manifest; session: ScoringSession}> {
  const [manifestFile, modelFile] = await Promise.all([
    FileAttachment("../data/manifest.json").arrayBuffer(),
    FileAttachment("../data/model.onnx").arrayBuffer()
  ]);
  const {manifest, model} = openStagedModel({
    "manifest.json": new Uint8Array(manifestFile),
    "model.onnx": new Uint8Array(modelFile)
  });
  const session = await ort.InferenceSession.create(model, {executionProviders: ["wasm"]});
  return {manifest, session: onnxSession(session, ort.Tensor, manifest.features.length)};
}
