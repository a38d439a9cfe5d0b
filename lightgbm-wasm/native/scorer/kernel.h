#pragma once
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
