import {checkInteger} from "./arguments.js";
import {LightGBMError} from "./error.js";
import type {LeafDump, ModelDump, NodeDump} from "./modelDump.js";

/** A node or leaf of a tree, as in a row of Python's `trees_to_dataframe`; absent where a leaf has no such thing. */
export interface TreeTableRow {
  treeIndex: number;
  /** 1 for the root. */
  nodeDepth: number;
  /** Such as "3-S0" for a split and "3-L2" for a leaf of tree 3. */
  nodeIndex: string;
  leftChild?: string;
  rightChild?: string;
  parentIndex?: string;
  splitFeature?: string;
  splitGain?: number;
  /** For categorical splits the categories that go left, joined by "||". */
  threshold?: number | string;
  decisionType?: "<=" | "==";
  missingDirection?: "left" | "right";
  missingType?: "None" | "Zero" | "NaN";
  value: number;
  weight: number;
  count: number;
}

/** All nodes and leaves of a model, tree by tree, each parent before its children. */
export function treesToTable({tree_info: trees, feature_names: names}: ModelDump): TreeTableRow[] {
  const rows: TreeTableRow[] = [];
  for (const {tree_index: treeIndex, tree_structure: root} of trees) {
    // A stack instead of recursion: the left child's part comes first.
    const open: {node: NodeDump | LeafDump; nodeDepth: number; parentIndex?: string}[] = [{node: root, nodeDepth: 1}];
    for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
      const {node, nodeDepth, parentIndex} = entry;
      const place = {treeIndex, nodeDepth, nodeIndex: indexOf(node, treeIndex), ...(parentIndex && {parentIndex})};
      if (!isSplit(node)) {
        rows.push({...place, value: node.leaf_value, weight: node.leaf_weight ?? 0, count: node.leaf_count ?? 0});
        continue;
      }
      rows.push({
        ...place,
        leftChild: indexOf(node.left_child, treeIndex),
        rightChild: indexOf(node.right_child, treeIndex),
        splitFeature: names[node.split_feature],
        splitGain: node.split_gain,
        threshold: node.threshold,
        decisionType: node.decision_type,
        missingDirection: node.default_left ? "left" : "right",
        missingType: node.missing_type,
        value: node.internal_value,
        weight: node.internal_weight,
        count: node.internal_count
      });
      for (const child of [node.right_child, node.left_child]) {
        open.push({node: child, nodeDepth: nodeDepth + 1, parentIndex: place.nodeIndex});
      }
    }
  }
  return rows;
}

export interface SplitValueHistogram {
  counts: Uint32Array;
  /** One more than counts. */
  edges: Float64Array;
}

/** How often a feature's splits lie in each of some equal ranges of values; by default as many as there are values. */
export function splitValueHistogram(dump: ModelDump, feature: number | string, bins?: number): SplitValueHistogram {
  if (bins !== undefined) checkInteger("The number of bins", bins, 1);
  const name = typeof feature === "number" ? dump.feature_names[feature] : feature;
  if (!dump.feature_names.includes(name)) throw new LightGBMError(`The model has no feature "${feature}".`);
  const values: number[] = [];
  for (const {splitFeature, threshold} of treesToTable(dump)) {
    if (splitFeature !== name) continue;
    if (typeof threshold !== "number") throw new LightGBMError(`The splits of "${name}" are by category.`);
    values.push(threshold);
  }
  const distinct = new Set(values).size;
  const count = Math.max(1, Math.min(bins ?? distinct, distinct));
  // As numpy: an empty range is widened, and the last bin includes its end.
  const ascending = Float64Array.from(values).sort();
  let [least, greatest] = values.length > 0 ? [ascending[0], ascending[values.length - 1]] : [0, 1];
  if (least === greatest) [least, greatest] = [least - 0.5, greatest + 0.5];
  const edges = Float64Array.from({length: count + 1}, (_, i) => least + ((greatest - least) * i) / count);
  edges[count] = greatest;
  const counts = new Uint32Array(count);
  for (const value of values) {
    let bin = Math.min(count - 1, Math.floor(((value - least) / (greatest - least)) * count));
    if (value < edges[bin]) --bin;
    else if (bin < count - 1 && value >= edges[bin + 1]) ++bin;
    ++counts[bin];
  }
  return {counts, edges};
}

function isSplit(node: NodeDump | LeafDump): node is NodeDump {
  return "split_index" in node;
}

function indexOf(node: NodeDump | LeafDump, tree: number): string {
  return isSplit(node) ? `${tree}-S${node.split_index}` : `${tree}-L${node.leaf_index ?? 0}`;
}
