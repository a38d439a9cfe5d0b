import type {Patch} from "./patch.js";

const isPlain = "!USE_RAND && !USE_MC && !USE_MAX_OUTPUT && !USE_SMOOTHING";
const findArguments = "<USE_L1, REVERSE, SKIP_DEFAULT_BIN, NA_AS_MISSING>";
const noMore = "    if (is_found) {\n      // No more to do.\n    } else if (REVERSE) {\n";

/** The inner loops of training, with WebAssembly's vector instructions: native/wasm has what takes their place. */
export const trainingPatches: readonly Patch[] = [
  {
    // Histograms of dense columns are made four at a time (native/wasm/histograms.h), those of others one by one.
    file: "src/io/dataset.cpp",
    replace: [
      [
        "#include <LightGBM/utils/threading.h>\n",
        "#include <LightGBM/utils/threading.h>\n#include <wasm/histograms.h>\n"
      ],
      [
        `    OMP_INIT_EX();
#pragma omp parallel for schedule(static) num_threads(share_state->num_threads)
    for (int gi = 0; gi < num_used_dense_group; ++gi) {
      OMP_LOOP_EX_BEGIN();
      int group = used_dense_group[gi];
`,
        `    using Entry = HistogramEntry<USE_HESSIAN, HIST_BITS>;
    DenseHistograms<Entry> dense_histograms;
    std::vector<int> other_groups;
    for (int group : used_dense_group) {
      const FeatureGroup& columns = *feature_groups_[group];
      uint8_t bits = 32;
      bool is_sparse;
      BinIterator* iterator;
      const void* bins =
          columns.is_sparse_ ? nullptr : columns.bin_data_->GetColWiseData(&bits, &is_sparse, &iterator);
      if (bits > 16) {
        other_groups.push_back(group);
      } else {
        dense_histograms.Add(bins, bits, reinterpret_cast<Entry*>(hist_data) + group_bin_boundaries_[group],
                             columns.num_total_bin_);
      }
    }
    const HistogramRows rows{data_indices, num_data, ptr_ordered_grad, USE_HESSIAN ? ptr_ordered_hess : hessians};
    const int num_batches = dense_histograms.Plan(share_state->num_threads);
    OMP_INIT_EX();
#pragma omp parallel for schedule(static) num_threads(share_state->num_threads)
    for (int batch = 0; batch < num_batches; ++batch) {
      OMP_LOOP_EX_BEGIN();
      dense_histograms.template Construct<USE_INDICES>(rows, batch);
      OMP_LOOP_EX_END();
    }
    OMP_THROW_EX();
    const int num_other_groups = static_cast<int>(other_groups.size());
#pragma omp parallel for schedule(static) num_threads(share_state->num_threads)
    for (int gi = 0; gi < num_other_groups; ++gi) {
      OMP_LOOP_EX_BEGIN();
      int group = other_groups[gi];
`
      ],
      [
        `    GET_GRAD(data, most_freq_bin) = sum_gradient;
    GET_HESS(data, most_freq_bin) = sum_hessian;
    for (int i = 0; i < num_bin; ++i) {
      if (i != most_freq_bin) {
        GET_GRAD(data, most_freq_bin) -= GET_GRAD(data, i);
        GET_HESS(data, most_freq_bin) -= GET_HESS(data, i);
      }
    }
`,
        `    v128_t rest = wasm_f64x2_make(sum_gradient, sum_hessian);
    for (int i = 0; i < num_bin; ++i) {
      if (i != most_freq_bin) rest = wasm_f64x2_sub(rest, wasm_v128_load(data + (i << 1)));
    }
    wasm_v128_store(data + (most_freq_bin << 1), rest);
`
      ]
    ]
  },
  {
    // The usual search for a threshold takes both sides of a split at once (native/wasm/splits.h).
    file: "src/treelearner/feature_histogram.hpp",
    replace: [
      [
        "#include <LightGBM/utils/array_args.h>\n",
        "#include <LightGBM/utils/array_args.h>\n#include <wasm/splits.h>\n"
      ],
      [
        `  template <bool USE_RAND, bool USE_MC, bool USE_L1, bool USE_MAX_OUTPUT, bool USE_SMOOTHING,
            bool REVERSE, bool SKIP_DEFAULT_BIN, bool NA_AS_MISSING>
  void FindBestThresholdSequentially(`,
        `  SplitSearch Search(data_size_t num_data, double min_gain_shift) const {
    return {meta_->config, meta_->num_bin, meta_->offset, static_cast<int>(meta_->default_bin), num_data, min_gain_shift};
  }

  template <bool USE_RAND, bool USE_MC, bool USE_L1, bool USE_MAX_OUTPUT, bool USE_SMOOTHING,
            bool REVERSE, bool SKIP_DEFAULT_BIN, bool NA_AS_MISSING>
  void FindBestThresholdSequentially(`
      ],
      [
        "    if (REVERSE) {\n      double sum_right_gradient = 0.0f;\n",
        `    bool is_found = false;
    if (${isPlain}) {
      const auto best = FindThreshold${findArguments}(
          FloatSums(data_, sum_gradient, sum_hessian, num_data), Search(num_data, min_gain_shift));
      is_found = !best.has_overflow;
      if (is_found) {
        is_splittable_ |= best.is_splittable;
        best_gain = best.gain;
        best_threshold = best.threshold;
        best_left_count = best.left_count;
        best_sum_left_gradient = wasm_f64x2_extract_lane(best.left, 0);
        best_sum_left_hessian = wasm_f64x2_extract_lane(best.left, 1);
      }
    }
${noMore}      double sum_right_gradient = 0.0f;
`
      ],
      [
        "    if (REVERSE) {\n      PACKED_HIST_ACC_T sum_right_gradient_and_hessian = 0;\n",
        `    bool is_found = false;
    if (${isPlain}) {
      const auto best = FindThreshold${findArguments}(
          PackedSums<PACKED_HIST_BIN_T, PACKED_HIST_ACC_T>(data_ptr, local_int_sum_gradient_and_hessian, grad_scale,
                                                           hess_scale, cnt_factor),
          Search(num_data, min_gain_shift));
      is_found = !best.has_overflow;
      if (is_found) {
        is_splittable_ |= best.is_splittable;
        best_gain = best.gain;
        best_threshold = best.threshold;
        best_sum_left_gradient_and_hessian = best.left;
      }
    }
${noMore}      PACKED_HIST_ACC_T sum_right_gradient_and_hessian = 0;
`
      ]
    ]
  },
  {
    // Where a row goes is hard for a processor to foresee, so there is no branch: it is written to both sides, and counted
    // on one. LightGBM's own loops follow, out of reach.
    file: "src/io/dense_bin.hpp",
    replace: [
      [
        `    data_size_t lte_count = 0;
    data_size_t gt_count = 0;
    data_size_t* default_indices = gt_indices;
    data_size_t* default_count = &gt_count;
    data_size_t* missing_default_indices = gt_indices;
`,
        `    const bool is_default_left = most_freq_bin <= threshold;
    const bool is_missing_left = (MISS_IS_ZERO || MISS_IS_NA) && default_left;
    const bool is_rest_left =
        (MISS_IS_NA && MFB_IS_NA) || (MISS_IS_ZERO && MFB_IS_ZERO) ? is_missing_left : is_default_left;
    const auto split = [=](const auto& goes_left) {
      data_size_t left = 0;
      for (data_size_t i = 0; i < cnt; ++i) {
        const data_size_t idx = data_indices[i];
        lte_indices[left] = idx;
        gt_indices[i - left] = idx;
        left += goes_left(data(idx));
      }
      return left;
    };
    const auto choose = [](int condition, int yes, int no) { return (-condition & yes) | ((condition - 1) & no); };
    if (min_bin < max_bin) {
      return split([=](VAL_T bin) {
        const int is_missing =
            (MISS_IS_ZERO && !MFB_IS_ZERO && bin == t_zero_bin) | (MISS_IS_NA && !MFB_IS_NA && bin == maxb);
        const int is_rest = USE_MIN_BIN ? (bin < minb) | (bin > maxb) : bin == 0;
        return choose(is_missing, is_missing_left, choose(is_rest, is_rest_left, bin <= th));
      });
    }
    const int is_max_left = MISS_IS_NA && !MFB_IS_NA ? is_missing_left : maxb <= th;
    return split([=](VAL_T bin) {
      const int is_missing = MISS_IS_ZERO && !MFB_IS_ZERO && bin == t_zero_bin;
      return choose(is_missing, is_missing_left, choose(bin != maxb, is_rest_left, is_max_left));
    });
    data_size_t lte_count = 0;
    data_size_t gt_count = 0;
    data_size_t* default_indices = gt_indices;
    data_size_t* default_count = &gt_count;
    data_size_t* missing_default_indices = gt_indices;
`
      ]
    ]
  },
  {
    // Of LightGBM's own loops over dense columns only those for bins of 32 bits are in use, see src/io/dataset.cpp.
    file: "src/io/dense_bin.hpp",
    replace: [
      [
        "    data_size_t i = start;\n",
        "    if (sizeof(VAL_T) < sizeof(uint32_t)) return;\n    data_size_t i = start;\n"
      ]
    ]
  },
  ...["src/io/dense_bin.hpp", "src/io/multi_val_dense_bin.hpp", "src/io/multi_val_sparse_bin.hpp"].map((file) => ({
    // There is no prefetching in WebAssembly; the loops for it would only make the module larger.
    file,
    replace: [["if (USE_PREFETCH) {", "if (false) {"]] as const
  })),
  {
    // As with LightGBM's own remainder and its case for each sign, which cost more than the rounding itself.
    file: "src/treelearner/gradient_discretizer.cpp",
    replace: [
      [
        "const data_size_t random_value_pos = (i + random_values_use_start) % num_data;\n",
        `const data_size_t until_end = num_data - random_values_use_start;
        const double* const random = gradient_random_values_.data();
        const data_size_t random_value_pos = i < until_end ? i + random_values_use_start : i - until_end;
`
      ],
      [
        `gradient >= 0.0f ?
          static_cast<int8_t>(gradient * inverse_gradient_scale_ + gradient_random_values_[random_value_pos]) :
          static_cast<int8_t>(gradient * inverse_gradient_scale_ - gradient_random_values_[random_value_pos]);
`,
        `static_cast<int8_t>(
            gradient * inverse_gradient_scale_ + std::copysign(random[random_value_pos], gradient));
`
      ]
    ]
  }
];
