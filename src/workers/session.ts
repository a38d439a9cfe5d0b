import {FileAttachment} from "observablehq:stdlib";
import * as ort from "onnxruntime-web/wasm";
import type {ScoringSession} from "../lib/scoring/scoringSession.js";
import {stagedSession} from "../lib/scoring/stagedSession.js";
import type {Manifest} from "../lib/staged/manifest.js";
import {openStagedModel} from "../lib/staged/stagedModel.js";

// Framework copies the .wasm under a hashed name and bundles the script that would look for it, so its path is set here.
ort.env.wasm.wasmPaths = {wasm: import.meta.resolve("onnxruntime-web/ort-wasm-simd-threaded.wasm")};
// Threads need SharedArrayBuffer, which only cross-origin isolated pages have.
ort.env.wasm.numThreads = self.crossOriginIsolated ? Math.min(4, navigator.hardwareConcurrency) : 1;

/** Loads the staged model that the report was built with. */
export async function openSession(): Promise<{manifest: Manifest; session: ScoringSession}> {
  const [manifestFile, modelFile, transformationsFile] = await Promise.all([
    FileAttachment("../data/manifest.json").arrayBuffer(),
    FileAttachment("../data/model.onnx").arrayBuffer(),
    FileAttachment("../data/transformations.json").arrayBuffer()
  ]);
  const transformations = new Uint8Array(transformationsFile);
  const {manifest, model, pipelines} = openStagedModel({
    "manifest.json": new Uint8Array(manifestFile),
    "model.onnx": new Uint8Array(modelFile),
    // Of most models an empty list, which is no file of theirs.
    ...(transformations.length > 2 && {"transformations.json": transformations})
  });
  const session = await ort.InferenceSession.create(model, {executionProviders: ["wasm"]});
  return {manifest, session: stagedSession(session, ort.Tensor, {features: manifest.features, pipelines})};
}
