import {UserError} from "../errors.js";
import type {Decision, Tree, TreeEnsemble} from "../trees/treeEnsemble.js";
import {
  doublesAttribute,
  graphInput,
  graphOutput,
  integerAttribute,
  integersAttribute,
  modelFile,
  node,
  stringAttribute,
  stringsAttribute
} from "./graph.js";
import {inputName, outputName} from "./modelInterface.js";

/**
 * A tree ensemble as an ONNX model file: one `ai.onnx.ml` TreeEnsembleRegressor (in its form with doubles, so that
 * splits decide as LightGBM does) and a Sigmoid. A NaN in the input is a missing value. The same ensemble gives the
 * same bytes.
 * @throws {UserError} `onnx-unsupported` for categorical splits and zeros that count as missing.
 */
export function treeEnsembleToOnnx(
  ensemble: TreeEnsemble,
  {metadata = {}}: {metadata?: Readonly<Record<string, string>>} = {}
): Uint8Array<ArrayBuffer> {
  return modelFile({
    producer: "transaction-report",
    irVersion: 9,
    operatorSets: {"": 17, "ai.onnx.ml": 3},
    metadata,
    graphName: "tree_ensemble",
    graph: [
      node("TreeEnsembleRegressor", [inputName], ["raw_score"], {
        domain: "ai.onnx.ml",
        attributes: treeAttributes(ensemble)
      }),
      node("Sigmoid", ["raw_score"], [outputName]),
      graphInput(inputName, "double", ["rows", ensemble.featureNames.length]),
      graphOutput(outputName, "float", ["rows", 1])
    ]
  });
}

/** ONNX keeps all nodes of all trees in parallel lists. Of n splits and n + 1 leaves, leaf i becomes node n + i. */
function treeAttributes({trees, sigmoid, averageOutput}: TreeEnsemble): Uint8Array<ArrayBuffer>[] {
  const nodes = trees.flatMap((tree, index) => [...splitNodes(tree, index), ...leafNodes(tree, index)]);
  const leaves = trees.flatMap((tree, index) =>
    tree.leafValue.map((value, leaf) => ({tree: index, node: tree.threshold.length + leaf, weight: value * sigmoid}))
  );
  return [
    stringAttribute("aggregate_function", averageOutput ? "AVERAGE" : "SUM"),
    integerAttribute("n_targets", 1),
    integersAttribute(
      "nodes_treeids",
      nodes.map(({tree}) => tree)
    ),
    integersAttribute(
      "nodes_nodeids",
      nodes.map(({node}) => node)
    ),
    integersAttribute(
      "nodes_featureids",
      nodes.map(({feature}) => feature)
    ),
    stringsAttribute(
      "nodes_modes",
      nodes.map(({mode}) => mode)
    ),
    doublesAttribute(
      "nodes_values_as_tensor",
      nodes.map(({threshold}) => threshold)
    ),
    integersAttribute(
      "nodes_truenodeids",
      nodes.map(({left}) => left)
    ),
    integersAttribute(
      "nodes_falsenodeids",
      nodes.map(({right}) => right)
    ),
    integersAttribute(
      "nodes_missing_value_tracks_true",
      nodes.map(({missingLeft}) => missingLeft)
    ),
    integersAttribute(
      "target_treeids",
      leaves.map(({tree}) => tree)
    ),
    integersAttribute(
      "target_nodeids",
      leaves.map(({node}) => node)
    ),
    integersAttribute(
      "target_ids",
      leaves.map(() => 0)
    ),
    doublesAttribute(
      "target_weights_as_tensor",
      leaves.map(({weight}) => weight)
    )
  ];
}

interface Node {
  tree: number;
  node: number;
  mode: "BRANCH_LEQ" | "LEAF";
  feature: number;
  threshold: number;
  left: number;
  right: number;
  /** 1 if a missing value goes left. */
  missingLeft: 0 | 1;
}

function splitNodes({splitFeature, threshold, decision, leftChild, rightChild}: Tree, tree: number): Node[] {
  const child = (reference: number) => (reference < 0 ? threshold.length + ~reference : reference);
  return threshold.map((value, split) => ({
    tree,
    node: split,
    mode: "BRANCH_LEQ",
    feature: splitFeature[split],
    threshold: value,
    left: child(leftChild[split]),
    right: child(rightChild[split]),
    missingLeft: missingGoesLeft(decision[split], value) ? 1 : 0
  }));
}

function leafNodes({leafValue, threshold}: Tree, tree: number): Node[] {
  return leafValue.map((_, leaf) => ({
    tree,
    node: threshold.length + leaf,
    mode: "LEAF",
    feature: 0,
    threshold: 0,
    left: 0,
    right: 0,
    missingLeft: 0
  }));
}

function missingGoesLeft({categorical, missing, defaultLeft}: Decision, threshold: number): boolean {
  if (categorical) throw unsupported("splits on categories");
  if (missing === "zero") throw unsupported("counts zeros as missing (`zero_as_missing`)");
  return missing === "nan" ? defaultLeft : 0 <= threshold;
}

function unsupported(what: string): UserError {
  return new UserError("onnx-unsupported", `The model ${what}, which its ONNX form cannot express.`);
}
