import type {Patch} from "./patch.js";

/** The inner loops of training and prediction, with WebAssembly's vector instructions. */
export const speedPatches: readonly Patch[] = [
  {
    // A histogram's entry is a pair of sums, gradient and hessian, and fits one vector register. Four rows at a time
    // are added, in their order; LightGBM's own loop goes on with the rest.
    file: "src/io/dense_bin.hpp",
    replace: [
      [
        "namespace LightGBM {\n",
        `#include <wasm_simd128.h>

namespace LightGBM {

inline void AddPair(hist_t* sum, v128_t pair) {
  wasm_v128_store(sum, wasm_f64x2_add(wasm_v128_load(sum), wasm_f64x2_promote_low_f32x4(pair)));
}
`
      ],
      [
        "    hist_cnt_t* cnt = reinterpret_cast<hist_cnt_t*>(hess);\n    if (USE_PREFETCH) {",
        `    hist_cnt_t* cnt = reinterpret_cast<hist_cnt_t*>(hess);
    if (USE_HESSIAN) {
      const VAL_T* bins = data_.data();
      const auto entry = [=](data_size_t row) {
        const data_size_t idx = USE_INDICES ? data_indices[row] : row;
        return out + ((IS_4BIT ? (bins[idx >> 1] >> ((idx & 1) << 2)) & 0xf : bins[idx]) << 1);
      };
      for (; i <= end - 4; i += 4) {
        const v128_t gradients = wasm_v128_load(ordered_gradients + i);
        const v128_t hessians = wasm_v128_load(ordered_hessians + i);
        const v128_t low = wasm_i32x4_shuffle(gradients, hessians, 0, 4, 1, 5);
        const v128_t high = wasm_i32x4_shuffle(gradients, hessians, 2, 6, 3, 7);
        AddPair(entry(i), low);
        AddPair(entry(i + 1), wasm_i32x4_shuffle(low, low, 2, 3, 2, 3));
        AddPair(entry(i + 2), high);
        AddPair(entry(i + 3), wasm_i32x4_shuffle(high, high, 2, 3, 2, 3));
      }
    }
    if (USE_PREFETCH) {`
      ]
    ]
  },
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
