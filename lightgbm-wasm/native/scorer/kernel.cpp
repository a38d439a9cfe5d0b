// The kernels of the scorer: trees as bit vectors on ranks. No allocation: TypeScript lays out the memory
// (src/scorer/layout.ts, src/scorer/scorer.ts). Rows are scored in blocks of 64, or of 16 where there are few.
#include <math.h>
#include <stdint.h>
#include <wasm_simd128.h>

#define EXPORT(name) extern "C" __attribute__((export_name(#name), visibility("default")))
#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")
#define NO_UNROLL _Pragma("clang loop unroll(disable)")

constexpr int mostRows = 64;  // in a block
constexpr int together = 8;   // trees whose leaves are added up at once; ways down a tree side by side

// Hides that a vector holds only ones or zeros: LLVM would make a bitselect of an `and` with it, three instructions.
INLINE v128_t opaque(v128_t mask) {
  asm("" : "+r"(mask));
  return mask;
}

// ---------------------------------------------------------------------------------------------------------- ranks

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

// ---------------------------------------------------------------------------------------------------------- trees

// A split, or its part in one plane.
struct Entry {
  uint16_t column;
  int8_t rank;     // rows above it go right ...
  uint8_t leaves;  // ... and not to these leaves
};

// Of a tree that is walked: for planes it has too many leaves, or too few rows come. Children stand side by side, the left one first; a leaf's `left` is
// itself and nothing is above its rank.
struct Node {
  uint16_t column;
  int8_t rank;
  uint8_t unused;
  uint32_t left;
};

INLINE v128_t lowestBit(v128_t a) {
  const v128_t low = wasm_i8x16_const(-1, 0, 1, 0, 2, 0, 1, 0, 3, 0, 1, 0, 2, 0, 1, 0);
  const v128_t high = wasm_i8x16_const(-1, 4, 5, 4, 6, 4, 5, 4, 7, 4, 5, 4, 6, 4, 5, 4);
  const v128_t nibble = wasm_i8x16_splat(15);
  return wasm_u8x16_min(wasm_i8x16_swizzle(low, wasm_v128_and(a, nibble)),
                        wasm_i8x16_swizzle(high, wasm_v128_and(wasm_u16x8_shr(a, 4), nibble)));
}

static uint8_t leaves[together * mostRows] __attribute__((aligned(16)));

template <int log2>
struct Block {
  static constexpr int B = 1 << log2;
  static constexpr int G = B / 16;  // vectors

  // Of each row, the leaves of a plane (at most 8) that no split has ruled out.
  INLINE const Entry* plane(const Entry* e, int n, const uint8_t* columns, v128_t (&a)[G]) {
    UNROLL for (int g = 0; g < G; ++g) a[g] = wasm_i8x16_splat(-1);
    NO_UNROLL for (; n; --n, ++e) {
      const uint8_t* column = columns + (e->column << log2);
      const v128_t rank = wasm_v128_load8_splat(&e->rank), leaves = wasm_v128_load8_splat(&e->leaves);
      UNROLL for (int g = 0; g < G; ++g) {
        const v128_t right = opaque(wasm_i8x16_gt(wasm_v128_load(column + 16 * g), rank));
        a[g] = wasm_v128_andnot(a[g], wasm_v128_and(leaves, right));
      }
    }
    return e;
  }

  // The leaf of each row. Planes come from the last to the first.
  INLINE const Entry* tree(const uint8_t*& head, const Entry* e, const uint8_t* columns, uint8_t* leaf) {
    v128_t a[G], found[G], skipped[G];
    int planes = *head++;
    e = plane(e, *head++, columns, found);
    UNROLL for (int g = 0; g < G; ++g) skipped[g] = wasm_i8x16_splat(0);
    NO_UNROLL while (--planes) {
      e = plane(e, *head++, columns, a);
      UNROLL for (int g = 0; g < G; ++g) {
        const v128_t none = opaque(wasm_i8x16_eq(a[g], wasm_i8x16_splat(0)));
        found[g] = wasm_v128_or(a[g], wasm_v128_and(found[g], none));
        skipped[g] = wasm_v128_and(wasm_i8x16_add(skipped[g], wasm_i8x16_splat(8)), none);
      }
    }
    UNROLL for (int g = 0; g < G; ++g) wasm_v128_store(leaf + 16 * g, wasm_i8x16_add(skipped[g], lowestBit(found[g])));
    return e;
  }

  // Adds the leaves of N trees to the sums of the first n rows, in the trees' order.
  template <int N>
  INLINE void add(const uint8_t* leaf, const double* values, uint32_t stride, double* out, int n) {
    NO_UNROLL for (int row = 0; row < n; row += 2, leaf += 2, out += 2) {
      v128_t sum = wasm_v128_load(out);
      const double* v = values;
      UNROLL for (int t = 0; t < N; ++t, v += stride) {
        const v128_t value = wasm_v128_load64_zero(v + leaf[t * B]);
        sum = wasm_f64x2_add(sum, wasm_v128_load64_lane(v + leaf[t * B + 1], value, 1));
      }
      wasm_v128_store(out, sum);
    }
  }

  // values: for each tree `stride` leaves, eight for each plane.
  INLINE void score(const uint8_t* head, const Entry* e, const double* values, uint32_t stride, int trees,
                    const uint8_t* columns, double* out, int n) {
    while (trees) {
      const int count = trees >= together ? together : 1;
      NO_UNROLL for (int t = 0; t < count; ++t) e = tree(head, e, columns, leaves + t * B);
      if (count == together) add<together>(leaves, values, stride, out, n);
      else add<1>(leaves, values, stride, out, n);
      values += count * stride;
      trees -= count;
    }
  }
};

EXPORT(score)
void score(const uint8_t* head, const Entry* e, const double* values, uint32_t stride, int trees,
           const uint8_t* columns, int log2, double* out, int n) {
  if (log2 == 6) Block<6>::score(head, e, values, stride, trees, columns, out, n);
  else Block<4>::score(head, e, values, stride, trees, columns, out, n);
}

// Goes down from eight nodes to their leaves; the i-th looks at the i * step-th row.
static __attribute__((noinline)) void descend(const Node* nodes, uint32_t (&node)[together], const int8_t* columns,
                                              int log2, int step) {
  uint32_t moved;
  do {
    moved = 0;
    UNROLL for (int i = 0; i < together; ++i) {
      const Node& from = nodes[node[i]];
      const uint32_t next = from.left + (columns[(from.column << log2) + i * step] > from.rank);
      moved |= next ^ node[i];
      node[i] = next;
    }
  } while (moved);
}

// Many rows go down a tree side by side; of few rows, each goes down many trees.
EXPORT(walk)
void walk(const Node* nodes, const double* values, const uint32_t* roots, int trees, const uint8_t* columns, int log2,
          double* out, int n) {
  const int8_t* at = (const int8_t*)columns;
  uint32_t node[together];
  if (n >= together) {
    for (; trees; --trees, ++roots) {
      for (int row = 0; row < n; row += together) {
        for (int i = 0; i < together; ++i) node[i] = *roots;
        descend(nodes, node, at + row, log2, 1);
        for (int i = 0; i < together; ++i) out[row + i] += values[node[i]];
      }
    }
    return;
  }
  for (; n; --n, ++at, ++out) {
    for (int tree = 0; tree < trees; tree += together) {
      const int count = trees - tree < together ? trees - tree : together;
      for (int i = 0; i < together; ++i) node[i] = roots[tree + (i < count ? i : 0)];
      descend(nodes, node, at, log2, 0);
      for (int i = 0; i < count; ++i) *out += values[node[i]];
    }
  }
}

// Adds what all stumps on a column come to: values[256 * i + rank] for the i-th of the columns.
EXPORT(lookup)
void lookup(const uint32_t* index, int count, const double* values, const uint8_t* columns, int log2, double* out,
            int n) {
  for (; count; --count, ++index, values += 256)
    Block<6>::add<1>(columns + (*index << log2), values, 0, out, n);
}

// --------------------------------------------------------------------------------------------------------- outputs

// What musl's exp reads, in the place of musl's own: the table's two kilobytes do not compress, so src/scorer/exponential.ts
// computes them. The layout is musl's exp_data.h; what only exp2 reads is left out.
extern "C" {
struct {
  double inverse = 0x1.71547652b82fep0 * 128, shift = 0x1.8p52;
  double minusLogHigh = -0x1.62e42fefa0000p-8, minusLogLow = -0x1.cf79abc9e3b3ap-47;
  double polynomial[4] = {0x1.ffffffffffdbdp-2, 0x1.555555555543cp-3, 0x1.55555cf172b91p-5, 0x1.1111167a4d017p-7};
  double exp2[6] = {};
  uint64_t table[256] = {};
} __exp_data;
}

EXPORT(exponentials)
uint64_t* exponentials() {
  return __exp_data.table;
}

// What LightGBM's objectives make of a raw score (ConvertOutput), by the same operations and the same exp.
enum Output { raw, logistic, exponential, softplus, signedSquare, softmax };

// sums: class by class, `stride` apart; out: row by row. They may be the same if there is one class.
EXPORT(finish) __attribute__((minsize))
void finish(int output, double factor, double divisor, const double* sums, uint32_t stride, int classes, int n,
            double* out) {
  for (int row = 0; row < n; ++row, ++sums, out += classes) {
    for (int k = 0; k < classes; ++k) {
      const double x = divisor == 1 ? sums[k * stride] : sums[k * stride] / divisor;
      switch (output) {
        case logistic: out[k] = 1 / (1 + exp(-factor * x)); break;
        case exponential: out[k] = exp(x); break;
        case softplus: out[k] = log1p(exp(x)); break;
        case signedSquare: out[k] = ((x > 0) - (x < 0)) * x * x; break;
        default: out[k] = x;
      }
    }
    if (output != softmax) continue;
    double most = out[0], sum = 0;
    for (int k = 1; k < classes; ++k) most = most < out[k] ? out[k] : most;
    for (int k = 0; k < classes; ++k) sum += out[k] = exp(out[k] - most);
    for (int k = 0; k < classes; ++k) out[k] /= sum;
  }
}
