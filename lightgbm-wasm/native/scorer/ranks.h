// From values to a byte for each row and column: ranks among thresholds, and sets of categories.
#pragma once
#include "kernel.h"

// What the trees compare: a byte for each row of a block.
struct Column {
  uint32_t index;  // where it stands among the columns
  uint32_t base;   // it has the ranks base..base+255 of the feature; others become the nearest of these
  uint32_t nan;    // the rank of NaN
  uint32_t zero;   // the rank of zeros
};

struct Feature {
  double scale, shift, top;  // bucket = round(clamp(value * scale + shift, 0, top))
  uint32_t position;         // among the features of a row
  const uint16_t* first;     // by bucket: how many thresholds are in the buckets before it
  const double* thresholds;  // ascending, then enough +inf
  uint32_t steps;            // at most so many thresholds are in one bucket; 0: there are no buckets
  uint32_t half;             // a power of two, more than half of the number of thresholds
  const Column* columns;
  uint32_t columnCount;
  uint32_t zero;             // the rank that zeros have by their value
  uint32_t counter;          // 1 + where the counts of its ranks begin; 0: they are not counted
  uint32_t unused;
};

static uint16_t ranks[mostRows] __attribute__((aligned(16)));

// rank = how many thresholds are below the value; 0xffff for NaN. An odd last row comes with what lies behind it.
INLINE void rankValues(const Feature& f, const char* p, uint32_t stride, int n) {
  const v128_t scale = wasm_f64x2_splat(f.scale), shift = wasm_f64x2_splat(f.shift), top = wasm_f64x2_splat(f.top);
  const v128_t zero = wasm_f64x2_const(0, 0), magic = wasm_f64x2_const(4503599627370496.0, 4503599627370496.0);
  const uint16_t* const first = f.first;
  const double* const thresholds = f.thresholds;
  const uint32_t steps = f.steps;
  NO_UNROLL for (int row = 0; row < n; row += 2, p += 2 * stride) {
    const v128_t v = wasm_v128_load64_lane(p + stride, wasm_v128_load64_zero(p), 1);
    v128_t y = wasm_f64x2_add(wasm_f64x2_mul(v, scale), shift);
    y = wasm_f64x2_add(wasm_f64x2_pmin(wasm_f64x2_pmax(zero, y), top), magic);  // NaN becomes 0
    const uint32_t r0 = first[(uint32_t)wasm_i64x2_extract_lane(y, 0)];
    const uint32_t r1 = first[(uint32_t)wasm_i64x2_extract_lane(y, 1)];
    const double* const t0 = thresholds + r0;
    const double* const t1 = thresholds + r1;
    v128_t above = wasm_f64x2_lt(wasm_v128_load64_lane(t1, wasm_v128_load64_zero(t0), 1), v);
    NO_UNROLL for (uint32_t i = 1; i < steps; ++i) {
      const v128_t t = wasm_v128_load64_lane(t1 + i, wasm_v128_load64_zero(t0 + i), 1);
      above = wasm_i64x2_add(above, wasm_f64x2_lt(t, v));
    }
    const v128_t rank = wasm_v128_or(wasm_i64x2_neg(above), wasm_f64x2_ne(v, v));
    ranks[row] = r0 + (uint32_t)wasm_i64x2_extract_lane(rank, 0);
    ranks[row + 1] = r1 + (uint32_t)wasm_i64x2_extract_lane(rank, 1);
  }
}

// The same by binary search.
INLINE void searchValues(const Feature& f, const char* p, uint32_t stride, int n) {
  NO_UNROLL for (int row = 0; row < n; ++row, p += stride) {
    const double v = *(const double*)p;
    uint32_t rank = 0;
    NO_UNROLL for (uint32_t half = f.half; half; half >>= 1) rank += (f.thresholds[rank + half - 1] < v) * half;
    ranks[row] = v != v ? 0xffff : rank;
  }
}

// Ranks the first n rows of a block of 1 << log2 rows, and counts their ranks unless `counts` is null.
EXPORT(rank)
void rank(const Feature* f, int count, const char* rows, uint32_t rowStride, uint32_t featureStride, uint8_t* columns,
          int log2, int n, uint32_t* counts) {
  const int block = 1 << log2;
  for (; count; --count, ++f) {
    const char* values = rows + f->position * featureStride;
    if (f->steps) rankValues(*f, values, rowStride, n);
    else searchValues(*f, values, rowStride, n);
    if (counts && f->counter) {
      uint32_t* const counter = counts + f->counter - 1;
      NO_UNROLL for (int i = 0; i < n; ++i) ++counter[(uint16_t)(ranks[i] + 1)];
    }
    const v128_t nanCode = wasm_i16x8_splat(-1), zeroCode = wasm_i16x8_splat(f->zero), sign = wasm_i8x16_splat(-128);
    const Column* c = f->columns;
    NO_UNROLL for (uint32_t left = f->columnCount; left; --left, ++c) {
      const v128_t nan = wasm_i16x8_splat(c->nan), zero = wasm_i16x8_splat(c->zero), base = wasm_i16x8_splat(c->base);
      const auto column = [&](const uint16_t* at) {
        v128_t r = wasm_v128_load(at);
        r = wasm_v128_bitselect(zero, r, wasm_i16x8_eq(r, zeroCode));
        r = wasm_v128_bitselect(nan, r, wasm_i16x8_eq(r, nanCode));
        return wasm_u16x8_sub_sat(r, base);
      };
      uint8_t* const out = columns + (c->index << log2);
      NO_UNROLL for (int i = 0; i < block; i += 16) {
        const v128_t bytes = wasm_u8x16_narrow_i16x8(column(ranks + i), column(ranks + i + 8));
        wasm_v128_store(out + i, wasm_v128_xor(bytes, sign));
      }
    }
  }
}

// ----------------------------------------------------------------------------------------------------- categories

struct Categorical {
  double limit;            // categories are below it
  uint32_t position;       // among the features of a row
  const uint16_t* number;  // by category: its number among those that some split knows, from 1; 0 for all others
  uint32_t setCount;       // a multiple of 16
  uint32_t column;         // of the first set
  const uint8_t* sets;     // by number, then by set: 128, the lowest rank, where the category goes left, else 0
  uint32_t unused;
};

#define ZIP_LOW(a, b) wasm_i8x16_shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define ZIP_HIGH(a, b) wasm_i8x16_shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)

// A column for each set of categories that some split sends to the left; rows beyond the n-th go right.
EXPORT(categories)
void categories(const Categorical* f, int count, const char* rows, uint32_t rowStride, uint32_t featureStride,
                uint8_t* columns, int log2, int n) {
  const int block = 1 << log2;
  for (; count; --count, ++f) {
    const char* p = rows + f->position * featureStride;
    for (int row = 0; row < block; row += 8) {
      const uint8_t* sets[8];
      UNROLL for (int i = 0; i < 8; ++i, p += rowStride) {
        const double v = row + i < n ? *(const double*)p : -1;
        sets[i] = f->sets + f->setCount * (v > -1 && v < f->limit ? f->number[(uint32_t)(int32_t)v] : 0);
      }
      uint8_t* out = columns + (f->column << log2) + row;
      // 8 rows of 16 sets become 16 sets of 8 rows.
      NO_UNROLL for (uint32_t s = 0; s < f->setCount; s += 16, out += 16 * block) {
        v128_t a[8], b[8];
        UNROLL for (int i = 0; i < 8; ++i) a[i] = wasm_v128_load(sets[i] + s);
        // Each turn moves one bit of a byte's place from the column to the row, and one from the row to the column.
        NO_UNROLL for (int turn = 0; turn < 3; ++turn) {
          UNROLL for (int i = 0; i < 4; ++i) {
            b[2 * i] = ZIP_LOW(a[i], a[i + 4]);
            b[2 * i + 1] = ZIP_HIGH(a[i], a[i + 4]);
          }
          UNROLL for (int i = 0; i < 8; ++i) a[i] = b[i];
        }
        UNROLL for (int i = 0; i < 8; ++i) {
          wasm_v128_store64_lane(out + 2 * i * block, a[i], 0);
          wasm_v128_store64_lane(out + (2 * i + 1) * block, a[i], 1);
        }
      }
    }
  }
}
