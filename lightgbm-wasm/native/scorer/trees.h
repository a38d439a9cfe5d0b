// From bytes to the sum of leaf values: planes of leaves as bits, walks, and sums of stumps.
#pragma once
#include "kernel.h"
#include "ranks.h"

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
