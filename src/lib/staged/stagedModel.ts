import {sha256} from "@noble/hashes/sha2.js";
import {bytesToHex} from "@noble/hashes/utils.js";
import {UserError} from "../errors.js";
import {type FittedInput, transformationsFile, unpackFitted} from "../features/fittedFile.js";
import type {Manifest} from "./manifest.js";
import {parseManifest} from "./parseManifest.js";

export const manifestFile = "manifest.json";
/** The average of the folds as an ONNX graph; not of trees that ONNX cannot express. */
export const onnxFile = "model.onnx";
/** The same compiled for lightgbm-wasm/scorer, gzipped; of models that are trees. */
export const scorerFile = "model.scorer.gz";
/** The same as LightGBM's own text, gzipped; of models that are trees. */
export const modelTextFile = "model.txt.gz";

/** A model as its engine loads it. */
export interface EngineModel {
  engine: "scorer" | "onnx";
  /** Of the file: the scorer's tables, gzipped, or an ONNX graph. */
  content: Uint8Array;
}

export interface StagedModel {
  manifest: Manifest;
  /** The file that scores, which has the digest that the manifest gives. */
  model: EngineModel;
  /** `transformations.json.gz`, and what it says. */
  transformations?: Uint8Array;
  pipelines?: FittedInput["pipelines"];
}

/** The digest by which a manifest names a file's content. */
export function digestOf(content: Uint8Array): {bytes: number; sha256: string} {
  return {bytes: content.length, sha256: bytesToHex(sha256(content))};
}

/** The file that scores; of a model that was staged before there was a scorer, the ONNX graph. */
export function scoringFile({files}: Pick<Manifest, "files">): string {
  return Object.hasOwn(files, scorerFile) ? scorerFile : onnxFile;
}

/** Trees that were staged before there was a scorer: staged again, they score many times as fast. */
export function wantsScorer({files}: Pick<Manifest, "files">): boolean {
  return Object.hasOwn(files, modelTextFile) && !Object.hasOwn(files, scorerFile);
}

/**
 * Opens a staged model from the content of its files: `manifest.json`, the file that scores, and any others that the
 * manifest lists. (SHA-256 is computed in JavaScript, because pages on plain HTTP have no `crypto.subtle`.)
 * @throws {UserError} `staged-lfs-pointer`, `staged-missing-file`, `staged-digest-mismatch`, `manifest-…`, `transformations-…`
 */
export function openStagedModel(files: Readonly<Record<string, Uint8Array>>): StagedModel {
  for (const [file, content] of Object.entries(files)) refuseLfsPointer(file, content);
  const manifest = parseManifest(new TextDecoder().decode(requireFile(files, manifestFile)));
  for (const [file, content] of Object.entries(files)) {
    if (file !== manifestFile) checkDigest(manifest, file, content);
  }
  const file = scoringFile(manifest);
  const model: EngineModel = {engine: file === scorerFile ? "scorer" : "onnx", content: requireFile(files, file)};
  return {manifest, model, ...openTransformations(manifest, files)};
}

function openTransformations(manifest: Manifest, files: Readonly<Record<string, Uint8Array>>) {
  if (!Object.hasOwn(manifest.files, transformationsFile)) return {};
  const transformations = requireFile(files, transformationsFile);
  return {transformations, pipelines: unpackFitted(transformations).pipelines};
}

function requireFile(files: Readonly<Record<string, Uint8Array>>, file: string): Uint8Array {
  if (Object.hasOwn(files, file)) return files[file];
  throw new UserError("staged-missing-file", `The staged model has no \`${file}\`.`, {file});
}

function checkDigest({files}: Manifest, file: string, content: Uint8Array): void {
  const wanted = Object.hasOwn(files, file) ? files[file] : undefined;
  const found = digestOf(content);
  if (wanted?.sha256 === found.sha256) return;
  throw new UserError(
    "staged-digest-mismatch",
    wanted
      ? `\`${file}\` is not the file that the manifest describes; stage the model again.`
      : `\`${file}\` is not in the manifest; stage the model again.`,
    {file, value: found.sha256}
  );
}

/** A clone without Git LFS has small text files in the place of large ones. */
function refuseLfsPointer(file: string, content: Uint8Array): void {
  const start = new TextDecoder().decode(content.subarray(0, 64));
  if (!start.startsWith("version https://git-lfs.github.com/spec/")) return;
  throw new UserError(
    "staged-lfs-pointer",
    `\`${file}\` is only a Git LFS pointer to the model; run \`git lfs pull\` to get the model itself.`,
    {file}
  );
}
