// The best threshold of a numerical feature: what LightGBM's FeatureHistogram::FindBestThresholdSequentially does, with the
// two sides of a split in one vector register: one division gives the gains of both. Nothing is added in another order.
#ifndef LIGHTGBM_WASM_SPLITS_H_
#define LIGHTGBM_WASM_SPLITS_H_

#include <LightGBM/bin.h>
#include <LightGBM/config.h>
#include <LightGBM/meta.h>
#include <wasm_simd128.h>

#include <cstdint>

namespace LightGBM {

/*! \brief Common::RoundInt, but for the type: numbers of rows are whole doubles here. `are_small` says whether they fit an int. */
inline v128_t Round(v128_t values, v128_t* are_small) {
  const v128_t rounded = wasm_f64x2_trunc(wasm_f64x2_add(values, wasm_f64x2_const_splat(0.5)));
  const v128_t is_small = wasm_f64x2_lt(wasm_f64x2_abs(rounded), wasm_f64x2_const_splat(2147483648.0));
  *are_small = wasm_v128_and(*are_small, is_small);
  return rounded;
}

/*!
 * \brief The sums of gradients and hessians on the near side of a threshold, that where the search begins, and on the far
 *        side. A pair is a hessian and a number of rows, or the near and the far side.
 */
class FloatSums {
 public:
  using Side = v128_t;

  FloatSums(const hist_t* data, double gradient, double hessian, data_size_t count)
      : data_(data),
        count_factor_(wasm_f64x2_splat(count / hessian)),
        total_(wasm_f64x2_make(gradient, hessian)),
        near_(wasm_f64x2_make(0.0, kEpsilon)),
        count_(wasm_f64x2_const_splat(0.0)) {}

  void Add(int bin) {
    const v128_t both = wasm_v128_load(data_ + 2 * bin);
    near_ = wasm_f64x2_add(near_, both);
    count_ = wasm_f64x2_add(count_, Count(both));
  }

  void BeginWithAll(data_size_t count) {
    near_ = wasm_f64x2_sub(total_, wasm_f64x2_make(0.0, kEpsilon));
    count_ = wasm_f64x2_splat(count);
  }

  void Subtract(int bin) {
    const v128_t both = wasm_v128_load(data_ + 2 * bin);
    near_ = wasm_f64x2_sub(near_, both);
    count_ = wasm_f64x2_sub(count_, Count(both));
  }

  v128_t HessianAndCount() const { return wasm_i64x2_shuffle(near_, count_, 1, 3); }
  v128_t FarHessianAndCount(double total_count) const {
    const v128_t total = wasm_f64x2_replace_lane(wasm_i64x2_shuffle(total_, total_, 1, 1), 1, total_count);
    return wasm_f64x2_sub(total, HessianAndCount());
  }
  v128_t Gradients() const { return wasm_i64x2_shuffle(near_, Far(), 0, 2); }
  v128_t Hessians() const { return wasm_i64x2_shuffle(near_, Far(), 1, 3); }
  Side Near() const { return near_; }
  Side Far() const { return wasm_f64x2_sub(total_, near_); }
  double NearCount() const { return wasm_f64x2_extract_lane(count_, 1); }
  bool AreCountsSmall() const { return wasm_i64x2_extract_lane(are_small_, 1) != 0; }

 private:
  v128_t Count(v128_t both) { return Round(wasm_f64x2_mul(both, count_factor_), &are_small_); }

  const hist_t* data_;
  const v128_t count_factor_;
  const v128_t total_;
  /*! \brief Gradient and hessian. */
  v128_t near_;
  /*! \brief In the upper half; the lower one is of no meaning. */
  v128_t count_;
  v128_t are_small_ = wasm_i64x2_const_splat(-1);
};

/*! \brief The same for quantised gradients, in one integer each: `Bin` in the histogram, `Sum` here. */
template <typename Bin, typename Sum>
class PackedSums {
 public:
  using Side = Sum;

  PackedSums(const void* data, Sum total, double gradient_scale, double hessian_scale, double count_factor)
      : data_(static_cast<const Bin*>(data)),
        total_(total),
        gradient_scale_(wasm_f64x2_splat(gradient_scale)),
        hessian_scale_(wasm_f64x2_splat(hessian_scale)),
        count_factor_(wasm_f64x2_splat(count_factor)) {
    Set(0);
  }

  void Add(int bin) { Set(near_ + Value(bin)); }
  void BeginWithAll(data_size_t) { Set(total_); }
  void Subtract(int bin) { Set(near_ - Value(bin)); }

  v128_t HessianAndCount() const { return wasm_i64x2_shuffle(hessians_, count_, 0, 2); }
  v128_t FarHessianAndCount(double total_count) const {
    return wasm_i64x2_shuffle(hessians_, wasm_f64x2_sub(wasm_f64x2_splat(total_count), count_), 1, 2);
  }
  v128_t Gradients() const { return gradients_; }
  v128_t Hessians() const { return wasm_f64x2_add(hessians_, wasm_f64x2_const_splat(kEpsilon)); }
  Side Near() const { return near_; }
  Side Far() const { return total_ - near_; }
  double NearCount() const { return wasm_f64x2_extract_lane(count_, 0); }
  bool AreCountsSmall() const { return wasm_i64x2_extract_lane(are_small_, 0) != 0; }

 private:
  static constexpr int half = 4 * sizeof(Bin);

  Sum Value(int bin) const {
    const Bin value = data_[bin];
    if (sizeof(Bin) == sizeof(Sum)) return value;
    return static_cast<Sum>(value >> half) * (Sum{1} << (4 * sizeof(Sum))) + (value & ((Bin{1} << half) - 1));
  }

  void Set(Sum near) {
    near_ = near;
    v128_t gradients, hessians;
    if (sizeof(Sum) == sizeof(int32_t)) {
      const v128_t sums = wasm_i32x4_make(static_cast<int32_t>(near), static_cast<int32_t>(Far()), 0, 0);
      gradients = wasm_i32x4_shr(sums, 16);
      hessians = wasm_f64x2_convert_low_i32x4(wasm_v128_and(sums, wasm_i32x4_const_splat(0xffff)));
    } else {
      const v128_t sums = wasm_i64x2_make(near, Far());
      gradients = wasm_i32x4_shuffle(sums, sums, 1, 3, 1, 3);
      hessians = wasm_f64x2_convert_low_u32x4(wasm_i32x4_shuffle(sums, sums, 0, 2, 0, 2));
    }
    gradients_ = wasm_f64x2_mul(wasm_f64x2_convert_low_i32x4(gradients), gradient_scale_);
    hessians_ = wasm_f64x2_mul(hessians, hessian_scale_);
    count_ = Round(wasm_f64x2_mul(hessians, count_factor_), &are_small_);
  }

  const Bin* data_;
  const Sum total_;
  const v128_t gradient_scale_;
  const v128_t hessian_scale_;
  const v128_t count_factor_;
  Sum near_;
  /*! \brief Near and far. */
  v128_t gradients_;
  v128_t hessians_;
  /*! \brief In the lower half; the upper one is of no meaning. */
  v128_t count_;
  v128_t are_small_ = wasm_i64x2_const_splat(-1);
};

/*! \brief What FeatureHistogram knows of a feature and a leaf. */
struct SplitSearch {
  const Config* config;
  int bins;
  int offset;
  int default_bin;
  data_size_t count;
  double min_gain_shift;
};

/*! \brief The best threshold, in LightGBM's own counting, and what is left of it. */
template <typename Side>
struct BestThreshold {
  bool is_splittable = false;
  double gain = kMinScore;
  uint32_t threshold;
  data_size_t left_count;
  Side left;
  /*! \brief Numbers of rows were too large for an int, as negative hessians make them: LightGBM's own loop must decide. */
  bool has_overflow = false;
};

template <bool USE_L1>
inline double SplitGain(v128_t gradients, v128_t hessians, v128_t l1, v128_t l2) {
  if (USE_L1) {
    gradients = wasm_f64x2_pmax(wasm_f64x2_const_splat(0.0), wasm_f64x2_sub(wasm_f64x2_abs(gradients), l1));
  }
  const v128_t gains = wasm_f64x2_div(wasm_f64x2_mul(gradients, gradients), wasm_f64x2_add(hessians, l2));
  return wasm_f64x2_extract_lane(wasm_f64x2_add(gains, wasm_i64x2_shuffle(gains, gains, 1, 0)), 0);
}

template <bool USE_L1, bool REVERSE, bool SKIP_DEFAULT_BIN, bool NA_AS_MISSING, typename Sums>
BestThreshold<typename Sums::Side> FindThreshold(Sums sums, const SplitSearch& search) {
  BestThreshold<typename Sums::Side> best;
  best.threshold = static_cast<uint32_t>(search.bins);
  const int offset = search.offset;
  const v128_t least = wasm_f64x2_make(search.config->min_sum_hessian_in_leaf, search.config->min_data_in_leaf);
  const v128_t l1 = wasm_f64x2_splat(search.config->lambda_l1);
  const v128_t l2 = wasm_f64x2_splat(search.config->lambda_l2);
  double bar = search.min_gain_shift;
  int bin = REVERSE ? search.bins - 1 - offset - NA_AS_MISSING : 0;
  const int last = REVERSE ? 1 - offset : search.bins - 2 - offset;
  if (!REVERSE && NA_AS_MISSING && offset == 1) {
    sums.BeginWithAll(search.count);
    for (int i = 0; i < search.bins - offset; ++i) sums.Subtract(i);
    bin = -1;
  }
  for (; REVERSE ? bin >= last : bin <= last; bin += REVERSE ? -1 : 1) {
    if (SKIP_DEFAULT_BIN && bin + offset == search.default_bin) continue;
    if (REVERSE || bin >= 0) sums.Add(bin);
    if (wasm_v128_any_true(wasm_f64x2_lt(sums.HessianAndCount(), least))) continue;
    if (wasm_v128_any_true(wasm_f64x2_lt(sums.FarHessianAndCount(search.count), least))) break;
    const double gain = SplitGain<USE_L1>(sums.Gradients(), sums.Hessians(), l1, l2);
    if (gain <= bar) continue;
    best.is_splittable = true;
    if (gain > best.gain) {
      best.gain = bar = gain;
      best.threshold = static_cast<uint32_t>(bin + offset - REVERSE);
      best.left_count = static_cast<data_size_t>(REVERSE ? search.count - sums.NearCount() : sums.NearCount());
      best.left = REVERSE ? sums.Far() : sums.Near();
    }
  }
  best.has_overflow = !sums.AreCountsSmall();
  return best;
}

}  // namespace LightGBM

#endif  // LIGHTGBM_WASM_SPLITS_H_
