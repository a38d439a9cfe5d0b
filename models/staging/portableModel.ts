import {gzipSync} from "fflate";
import {compileTables, LightGBMError} from "lightgbm-wasm/scorer";
import {UserError} from "../../src/lib/errors.js";
import {type EngineModel, modelTextFile, onnxFile, scorerFile} from "../../src/lib/staged/stagedModel.js";

/** One probability of rows of features, in the forms that it has: at least one of an ONNX graph and a text. */
export interface PortableModel {
  featureNames: readonly string[];
  onnx?: Uint8Array;
  /** Why there is no ONNX graph. */
  withoutOnnx?: string;
  /** LightGBM's text; of models that are trees. */
  text?: string;
  /** Of folds that are averaged: how many of the text's trees each has, in their order. */
  treesByFold?: number[];
  /** What the other forms are checked against; not of a graph that came as such. */
  predict?(row: ArrayLike<number>): number;
}

/** A model that computes its probability here as well. */
export type ComputedModel = PortableModel & Required<Pick<PortableModel, "predict">>;

/**
 * A model as engines load it, the one that is to score first: trees compiled, and the ONNX graph.
 * @throws {UserError} `model-unsupported` for trees that neither takes
 */
export function engineModels({text, onnx, withoutOnnx}: PortableModel): [EngineModel, ...EngineModel[]] {
  const graph = onnx && {engine: "onnx" as const, content: onnx};
  const others = graph === undefined ? [] : [graph];
  if (text === undefined && graph !== undefined) return [graph];
  try {
    return [{engine: "scorer", content: gzip(compileTables(text ?? ""))}, ...others];
  } catch (error) {
    if (!(error instanceof LightGBMError)) throw error;
    // Of more thresholds than a scorer takes.
    if (graph !== undefined) return [graph];
    throw new UserError("model-unsupported", `${error.message} ${withoutOnnx ?? ""}`.trimEnd());
  }
}

/** The files that a model is staged as. */
export function modelFiles(models: readonly EngineModel[], text: string | undefined): Record<string, Uint8Array> {
  return {
    ...Object.fromEntries(models.map(({engine, content}) => [engine === "scorer" ? scorerFile : onnxFile, content])),
    ...(text !== undefined && {[modelTextFile]: gzip(new TextEncoder().encode(text))})
  };
}

const gzip = (content: Uint8Array): Uint8Array => gzipSync(content, {level: 9, mtime: 0});
