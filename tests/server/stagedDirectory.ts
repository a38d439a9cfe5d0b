import {mkdir, mkdtemp, rename, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {gzipSync} from "fflate";
import {compileTables} from "lightgbm-wasm/scorer";
import {treeEnsembleToOnnx} from "../../src/lib/onnx/treeEnsemble.js";
import {RandomSource} from "../../src/lib/random.js";
import type {Manifest} from "../../src/lib/staged/manifest.js";
import {digestOf, onnxFile, scorerFile} from "../../src/lib/staged/stagedModel.js";
import {writeModelText} from "../../src/lib/trees/modelText.js";
import type {Tree} from "../../src/lib/trees/treeEnsemble.js";
import {manifest as smallManifest} from "../fixtures/stagedModel.js";

export const wideFeatures = Array.from({length: 200}, (_, index) => `var_${index}`);

/**
 * The files of a model with 200 features: a number of seeded stumps, or, with `leafValue`, an ONNX graph whose leaves
 * all have it.
 */
export function wideModel({
  trees = 400,
  seed = 1,
  runId = "a".repeat(32),
  leafValue
}: {
  trees?: number;
  seed?: number;
  runId?: string;
  leafValue?: number;
} = {}): Record<string, Uint8Array> {
  const random = new RandomSource(seed);
  const stumps = Array.from({length: trees}, () => randomStump(random, leafValue));
  const file = leafValue === undefined ? scorerFile : onnxFile;
  const model =
    leafValue === undefined
      ? gzipSync(compileTables(stumpsText(stumps)))
      : treeEnsembleToOnnx({featureNames: wideFeatures, sigmoid: 1, averageOutput: false, trees: stumps});
  const manifest: Manifest = {
    ...smallManifest,
    runId,
    features: wideFeatures,
    histograms: wideFeatures.map(() => ({edges: [-20, -10, 0, 10, 20], counts: [100, 400, 400, 100], missing: 0})),
    files: {[file]: digestOf(model)}
  };
  return {"manifest.json": new TextEncoder().encode(JSON.stringify(manifest)), [file]: model};
}

function stumpsText(stumps: readonly Tree[]): string {
  const fields = (texts: Record<string, unknown>) =>
    new Map(Object.entries(texts).map(([name, value]) => [name, {value: String(value), line: 0}]));
  return writeModelText({
    header: fields({
      version: "v4",
      num_class: 1,
      num_tree_per_iteration: 1,
      max_feature_idx: wideFeatures.length - 1,
      objective: "binary sigmoid:1",
      feature_names: wideFeatures.join(" ")
    }),
    trees: stumps.map(({splitFeature, threshold, leafValue}) =>
      fields({
        num_leaves: 2,
        split_feature: splitFeature,
        threshold,
        decision_type: 2,
        left_child: -1,
        right_child: -2,
        leaf_value: leafValue.join(" ")
      })
    ),
    importances: new Map(),
    parameters: []
  });
}

function randomStump(random: RandomSource, leafValue?: number): Tree {
  const size = random.uniform() - 0.5;
  return {
    splitFeature: [random.integer(wideFeatures.length)],
    threshold: [random.uniform() * 20 - 10],
    decision: [{categorical: false, defaultLeft: true, missing: "none"}],
    leftChild: [-1],
    rightChild: [-2],
    leafValue: leafValue === undefined ? [-size, size] : [leafValue, leafValue],
    categories: [null]
  };
}

/** A directory with a staged model, in which another can take its place. */
export class StagedDirectory {
  readonly path: string;
  readonly #root: string;
  #count = 0;

  private constructor(root: string) {
    this.#root = root;
    this.path = join(root, "staged");
  }

  static async make(files: Record<string, Uint8Array>): Promise<StagedDirectory> {
    const directory = new StagedDirectory(await mkdtemp(join(tmpdir(), "server-test-")));
    await directory.stage(files);
    return directory;
  }

  /** As staging does: written beside, then swapped in whole. */
  async stage(files: Record<string, Uint8Array>): Promise<void> {
    const beside = join(this.#root, `new-${this.#count}`);
    await mkdir(beside);
    for (const [name, content] of Object.entries(files)) await writeFile(join(beside, name), content);
    if (this.#count > 0) await rename(this.path, join(this.#root, `old-${this.#count}`));
    await rename(beside, this.path);
    this.#count++;
  }

  remove(): Promise<void> {
    return rm(this.#root, {recursive: true, force: true});
  }
}
