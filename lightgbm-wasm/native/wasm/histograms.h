// Histograms of dense columns, four at a time: what LightGBM's DenseBin::ConstructHistogram does column by column. A row's
// index and gradients are read once for four columns. Each sum gets its rows in the same order as in LightGBM.
#ifndef LIGHTGBM_WASM_HISTOGRAMS_H_
#define LIGHTGBM_WASM_HISTOGRAMS_H_

#include <LightGBM/bin.h>
#include <LightGBM/meta.h>
#include <wasm_simd128.h>

#include <algorithm>
#include <cstdint>
#include <type_traits>
#include <vector>

namespace LightGBM {

/*!
 * \brief The sums of a bin: gradient and hessian, which fit one vector register. Where all hessians are the same, rows are
 *        counted, and the hessian comes at the end.
 */
template <bool USE_HESSIAN>
struct GradientAndHessian {
  using Value = v128_t;

  hist_t gradient;
  hist_t hessian;

  void Add(Value value) { wasm_v128_store(this, wasm_f64x2_add(wasm_v128_load(this), value)); }

  void Finish(const score_t* hessians) {
    if (!USE_HESSIAN) hessian *= hessians[0];
  }

  static Value Read(const score_t* gradients, const score_t* hessians, data_size_t row) {
    return wasm_f64x2_make(gradients[row], USE_HESSIAN ? hessians[row] : 1.0f);
  }

  static void ReadFour(const score_t* gradients, const score_t* hessians, data_size_t row, Value* values) {
    const v128_t gradient = wasm_v128_load(gradients + row);
    const v128_t hessian = USE_HESSIAN ? wasm_v128_load(hessians + row) : wasm_f32x4_const_splat(1.0f);
    const v128_t low = wasm_i32x4_shuffle(gradient, hessian, 0, 4, 1, 5);
    const v128_t high = wasm_i32x4_shuffle(gradient, hessian, 2, 6, 3, 7);
    values[0] = wasm_f64x2_promote_low_f32x4(low);
    values[1] = wasm_f64x2_promote_low_f32x4(wasm_i32x4_shuffle(low, low, 2, 3, 2, 3));
    values[2] = wasm_f64x2_promote_low_f32x4(high);
    values[3] = wasm_f64x2_promote_low_f32x4(wasm_i32x4_shuffle(high, high, 2, 3, 2, 3));
  }
};

/*! \brief The sums of a bin in one integer, the quantised gradient in the upper half and the hessian, or 1, in the lower. */
template <typename Integer, bool USE_HESSIAN>
struct Packed {
  using Value = Integer;

  Integer sums;

  void Add(Value value) { sums += value; }
  void Finish(const score_t*) {}

  static Value Read(const score_t* gradients, const score_t*, data_size_t row) {
    const int16_t both = reinterpret_cast<const int16_t*>(gradients)[row];
    const Integer gradient = static_cast<int8_t>(both >> 8);
    return gradient * (Integer{1} << (4 * sizeof(Integer))) + (USE_HESSIAN ? both & 0xff : 1);
  }

  static void ReadFour(const score_t* gradients, const score_t* hessians, data_size_t row, Value* values) {
    for (int i = 0; i < 4; ++i) values[i] = Read(gradients, hessians, row + i);
  }
};

template <bool USE_HESSIAN, int HIST_BITS>
using HistogramEntry = std::conditional_t<HIST_BITS == 0, GradientAndHessian<USE_HESSIAN>,
                                          Packed<std::conditional_t<HIST_BITS == 16, int32_t, int64_t>, USE_HESSIAN>>;

/*! \brief The rows of a leaf, or all where there are no indices; gradients and hessians are in the leaf's order. */
struct HistogramRows {
  const data_size_t* indices;
  data_size_t count;
  const score_t* gradients;
  const score_t* hessians;
};

template <typename Entry>
class DenseHistograms {
 public:
  void Add(const void* bins, int bits, Entry* entries, int entry_count) {
    columns_.push_back({bins, bits, entries, entry_count});
  }

  /*! \brief Puts columns into batches, enough of them for the threads; returns how many. */
  int Plan(int threads) {
    std::stable_sort(columns_.begin(), columns_.end(),
                     [](const Column& a, const Column& b) { return a.bits < b.bits; });
    const size_t at_once = columns_.size() < static_cast<size_t>(4 * threads) ? 1 : 4;
    for (size_t i = 0; i < columns_.size(); i += batches_.back().count) {
      const bool is_full = i + at_once <= columns_.size() && columns_[i].bits == columns_[i + at_once - 1].bits;
      batches_.push_back({&columns_[i], is_full ? at_once : 1});
    }
    return static_cast<int>(batches_.size());
  }

  /*! \brief Makes the histograms of a batch. */
  template <bool USE_INDICES>
  void Construct(const HistogramRows& rows, int index) const {
    const auto& [columns, count] = batches_[index];
    for (size_t i = 0; i < count; ++i) std::fill_n(columns[i].entries, columns[i].entry_count, Entry{});
    AddRows<USE_INDICES>(batches_[index], rows);
    for (size_t i = 0; i < count; ++i) {
      for (int bin = 0; bin < columns[i].entry_count; ++bin) columns[i].entries[bin].Finish(rows.hessians);
    }
  }

 private:
  struct Column {
    const void* bins;
    int bits;
    Entry* entries;
    int entry_count;
  };

  /*! \brief Columns next to each other with bins of the same size. */
  struct Batch {
    const Column* columns;
    size_t count;
  };

  template <bool USE_INDICES>
  static void AddRows(const Batch& batch, const HistogramRows& rows) {
    switch (batch.columns->bits) {
      case 4:
        return AddRows<USE_INDICES, uint8_t, true>(batch, rows);
      case 8:
        return AddRows<USE_INDICES, uint8_t, false>(batch, rows);
      default:
        return AddRows<USE_INDICES, uint16_t, false>(batch, rows);
    }
  }

  template <bool USE_INDICES, typename VAL_T, bool IS_4BIT>
  static void AddRows(const Batch& batch, const HistogramRows& rows) {
    if (batch.count == 4) {
      AddRows<USE_INDICES, VAL_T, IS_4BIT, 4>(batch.columns, rows);
    } else {
      AddRows<USE_INDICES, VAL_T, IS_4BIT, 1>(batch.columns, rows);
    }
  }

  template <bool USE_INDICES, typename VAL_T, bool IS_4BIT, int COLUMNS>
  static void AddRows(const Column* columns, const HistogramRows& rows) {
    const VAL_T* bins[COLUMNS];
    Entry* entries[COLUMNS];
    for (int i = 0; i < COLUMNS; ++i) {
      bins[i] = static_cast<const VAL_T*>(columns[i].bins);
      entries[i] = columns[i].entries;
    }
    const data_size_t* const indices = rows.indices;
    const score_t* const gradients = rows.gradients;
    const score_t* const hessians = rows.hessians;
    const auto add = [=](data_size_t row, typename Entry::Value value) {
      const data_size_t index = USE_INDICES ? indices[row] : row;
      for (int i = 0; i < COLUMNS; ++i) {
        const uint32_t bin = IS_4BIT ? (bins[i][index >> 1] >> ((index & 1) << 2)) & 0xf : bins[i][index];
        entries[i][bin].Add(value);
      }
    };
    data_size_t row = 0;
    for (; row <= rows.count - 4; row += 4) {
      typename Entry::Value values[4];
      Entry::ReadFour(gradients, hessians, row, values);
      for (int i = 0; i < 4; ++i) add(row + i, values[i]);
    }
    for (; row < rows.count; ++row) add(row, Entry::Read(gradients, hessians, row));
  }

  std::vector<Column> columns_;
  std::vector<Batch> batches_;
};

}  // namespace LightGBM

#endif  // LIGHTGBM_WASM_HISTOGRAMS_H_
