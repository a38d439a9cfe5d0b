import {FileAttachment} from "observablehq:stdlib";
import {loadScorer} from "lightgbm-wasm/scorer";
import {transformationsFile} from "../lib/features/fittedFile.js";
import type {ScoringSession} from "../lib/scoring/scoringSession.js";
import {type OnnxRuntime, openSession} from "../lib/scoring/stagedSession.js";
import type {Manifest} from "../lib/staged/manifest.js";
import {parseManifest} from "../lib/staged/parseManifest.js";
import {manifestFile, openStagedModel, scoringFile} from "../lib/staged/stagedModel.js";

/** Loads the staged model that the report was built with. */
export async function openStagedSession(): Promise<{manifest: Manifest; session: ScoringSession}> {
  const [manifestContent, model, transformations] = await Promise.all([
    FileAttachment("../data/manifest.json").arrayBuffer(),
    FileAttachment("../data/model.bin").arrayBuffer(),
    FileAttachment("../data/transformations.bin").arrayBuffer()
  ]);
  const staged = openStagedModel({
    [manifestFile]: new Uint8Array(manifestContent),
    [scoringFile(parseManifest(new TextDecoder().decode(manifestContent)))]: new Uint8Array(model),
    // Of most models nothing.
    ...(transformations.byteLength > 0 && {[transformationsFile]: new Uint8Array(transformations)})
  });
  const {manifest, pipelines} = staged;
  const input = {features: manifest.features, pipelines};
  return {manifest, session: await openSession(staged.model, input, {loadScorer, loadOnnxRuntime})};
}

async function loadOnnxRuntime(): Promise<OnnxRuntime> {
  const runtime = await import("onnxruntime-web/wasm");
  // Framework copies the .wasm under a hashed name and bundles the script that would look for it.
  runtime.env.wasm.wasmPaths = {wasm: import.meta.resolve("onnxruntime-web/ort-wasm-simd-threaded.wasm")};
  // Threads need SharedArrayBuffer, which only cross-origin isolated pages have.
  runtime.env.wasm.numThreads = self.crossOriginIsolated ? Math.min(4, navigator.hardwareConcurrency) : 1;
  return runtime;
}
