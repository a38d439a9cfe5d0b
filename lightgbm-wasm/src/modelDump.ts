import {LightGBMError} from "./error.js";

/** LightGBM's JSON form of a model. */
export interface ModelDump {
  name: string;
  version: string;
  num_class: number;
  num_tree_per_iteration: number;
  label_index: number;
  max_feature_idx: number;
  objective?: string;
  average_output: boolean;
  feature_names: string[];
  monotone_constraints: number[];
  feature_infos: Record<string, {min_value: number; max_value: number; values: number[]}>;
  tree_info: TreeDump[];
  feature_importances: Record<string, number>;
  pandas_categorical?: null;
}

export interface TreeDump {
  tree_index: number;
  num_leaves: number;
  num_cat: number;
  shrinkage: number;
  tree_structure: NodeDump | LeafDump;
}

export interface NodeDump {
  split_index: number;
  split_feature: number;
  split_gain: number;
  /** For categorical splits the categories that go left, joined by "||". */
  threshold: number | string;
  decision_type: "<=" | "==";
  default_left: boolean;
  missing_type: "None" | "Zero" | "NaN";
  internal_value: number;
  internal_weight: number;
  internal_count: number;
  left_child: NodeDump | LeafDump;
  right_child: NodeDump | LeafDump;
}

export interface LeafDump {
  /** Absent in a tree that is a single leaf. */
  leaf_index?: number;
  leaf_value: number;
  leaf_weight?: number;
  leaf_count?: number;
  /** In linear trees the leaf is leaf_const plus the features times their coefficients. */
  leaf_const?: number;
  leaf_features?: number[];
  leaf_coeff?: number[];
}

/** Reads LightGBM's JSON, in which a number may also be infinite, or not be one. */
export function parseDump(json: string): ModelDump {
  try {
    return JSON.parse(json);
  } catch {
    // JSON's numbers have no bound: one too great for a double is read as infinite.
    const numbers = json.replaceAll(/([:[,]\s*-?)(inf|nan)(?=\s*[,}\]])/g, (_, before, word) =>
      word === "inf" ? `${before}1e999` : `${before.replace("-", "")}null`
    );
    try {
      return JSON.parse(numbers);
    } catch (error) {
      throw new LightGBMError("The model cannot be dumped: its names have characters that JSON does not allow.", {
        cause: error
      });
    }
  }
}
