import type {Patch} from "./patch.js";

/** The inner loops of finding bins and of prediction; those of training are in trainingPatches.ts. */
export const speedPatches: readonly Patch[] = [
  {
    // Sorting is most of finding bins. Six passes over eleven bits each put doubles, as integers that compare alike, into
    // the order that comparisons do: there are neither NaN nor zeros among them, so that equal values are the same bits.
    file: "src/io/bin.cpp",
    replace: [
      [
        "namespace LightGBM {\n",
        `namespace LightGBM {

static void SortValues(double* values, int count) {
  const int bits = 11, passes = 6, buckets = 1 << bits;
  if (count < buckets) {
    std::stable_sort(values, values + count);
    return;
  }
  std::vector<uint64_t> keys(count), sorted(count);
  std::vector<uint32_t> counts(passes * buckets, 0);
  for (int i = 0; i < count; ++i) {
    uint64_t key;
    std::memcpy(&key, values + i, sizeof(key));
    key ^= key >> 63 ? ~uint64_t{0} : uint64_t{1} << 63;
    keys[i] = key;
    for (int pass = 0; pass < passes; ++pass) ++counts[pass * buckets + ((key >> (pass * bits)) & (buckets - 1))];
  }
  for (int pass = 0; pass < passes; ++pass) {
    uint32_t* starts = counts.data() + pass * buckets;
    uint32_t start = 0;
    for (int bucket = 0; bucket < buckets; ++bucket) {
      const uint32_t in_bucket = starts[bucket];
      starts[bucket] = start;
      start += in_bucket;
    }
    for (int i = 0; i < count; ++i) sorted[starts[(keys[i] >> (pass * bits)) & (buckets - 1)]++] = keys[i];
    keys.swap(sorted);
  }
  for (int i = 0; i < count; ++i) {
    const uint64_t key = keys[i] ^ (keys[i] >> 63 ? uint64_t{1} << 63 : ~uint64_t{0});
    std::memcpy(values + i, &key, sizeof(key));
  }
}
`
      ],
      ["std::stable_sort(values, values + num_sample_values);", "SortValues(values, num_sample_values);"]
    ]
  },
  {
    // From node to node of a tree each step waits for the one before. Several trees at once wait together.
    file: "include/LightGBM/tree.h",
    replace: [
      [
        "  inline double Predict(const double* feature_values) const;\n",
        `  inline double Predict(const double* feature_values) const;

  /*! \\brief Predicts with N trees; those whose splits are all numerical go side by side. */
  template <int N>
  static void Predict(const std::unique_ptr<Tree>* trees, const double* feature_values, double* outputs) {
    bool numerical = true;
    for (int i = 0; i < N; ++i) {
      numerical &= trees[i]->num_leaves_ > 1 && trees[i]->num_cat_ == 0 && !trees[i]->is_linear_;
    }
    int nodes[N] = {};
    for (int unfinished = numerical ? 0 : -1; unfinished >= 0;) {
      unfinished = -1;
      for (int i = 0; i < N; ++i) {
        // A finished tree takes its first step again, to no effect: that is cheaper than a branch.
        const int node = nodes[i] < 0 ? 0 : nodes[i];
        const int next = trees[i]->NumericalDecision(feature_values[trees[i]->split_feature_[node]], node);
        if (nodes[i] >= 0) nodes[i] = next;
        unfinished &= nodes[i];
      }
    }
    for (int i = 0; i < N; ++i) {
      outputs[i] = numerical ? trees[i]->LeafOutput(~nodes[i]) : trees[i]->Predict(feature_values);
    }
  }
`
      ]
    ]
  },
  {
    // Unless the rounds of an early stop come between, trees are predicted six at once (include/LightGBM/tree.h);
    // their outputs are added in the same order.
    file: "src/boosting/gbdt_prediction.cpp",
    replace: [
      [
        `  const int end_iteration_for_pred = start_iteration_for_pred_ + num_iteration_for_pred_;
  for (int i = start_iteration_for_pred_; i < end_iteration_for_pred; ++i) {
    // predict all the trees for one iteration
    for (int k = 0; k < num_tree_per_iteration_; ++k) {
      output[k] += models_[i * num_tree_per_iteration_ + k]->Predict(features);
`,
        `  const int end_iteration_for_pred = start_iteration_for_pred_ + num_iteration_for_pred_;
  if (early_stop->round_period > num_iteration_for_pred_) {
    const int at_once = 6;
    int tree = start_iteration_for_pred_ * num_tree_per_iteration_;
    const int end_tree = end_iteration_for_pred * num_tree_per_iteration_;
    int k = 0;
    const auto add = [&](double value) {
      output[k] += value;
      if (++k == num_tree_per_iteration_) k = 0;
    };
    for (; tree <= end_tree - at_once; tree += at_once) {
      double outputs[at_once];
      Tree::Predict<at_once>(&models_[tree], features, outputs);
      for (double value : outputs) add(value);
    }
    for (; tree < end_tree; ++tree) add(models_[tree]->Predict(features));
    return;
  }
  for (int i = start_iteration_for_pred_; i < end_iteration_for_pred; ++i) {
    // predict all the trees for one iteration
    for (int k = 0; k < num_tree_per_iteration_; ++k) {
      output[k] += models_[i * num_tree_per_iteration_ + k]->Predict(features);
`
      ]
    ]
  }
];
