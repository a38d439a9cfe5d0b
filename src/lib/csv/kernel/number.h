// Decimal numbers as `Number(text)` reads them, bit for bit, or "not here": JavaScript reads the rest.
#pragma once
#include <math.h>
#include <stdint.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

constexpr int leastPower = -342, mostPower = 308;
constexpr int mostDigits = 19;  // as many fit into 64 bits

// 10 to the powers 0 to 22, which are doubles.
static const double exactPowers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                     1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
constexpr int mostExactPower = 22;

// The first 128 bits of 5 to each power from leastPower to mostPower, the upper half first: powersOfFive.ts.
static uint64_t powersOfFive[2 * (mostPower - leastPower + 1)];

struct Product {
  uint64_t low, high;
};

INLINE Product multiply(uint64_t a, uint64_t b) {
  const uint64_t a0 = (uint32_t)a, a1 = a >> 32, b0 = (uint32_t)b, b1 = b >> 32;
  const uint64_t low = a0 * b0, middle = a1 * b0 + (low >> 32), other = a0 * b1 + (uint32_t)middle;
  return {other << 32 | (uint32_t)low, a1 * b1 + (middle >> 32) + (other >> 32)};
}

// digits * 10^power, rounded to the nearest double. False where that is not certain here: near the middle between two
// doubles, and for subnormal numbers. After Lemire, "Number parsing at a gigabyte per second", 2021, algorithm 1.
__attribute__((noinline)) static bool toDouble(uint64_t digits, int power, double& value) {
  if (digits >> 53 == 0 && power >= -mostExactPower && power <= mostExactPower) {
    // Both are doubles, so that this rounds once (Clinger 1990).
    value = power < 0 ? (double)digits / exactPowers[-power] : (double)digits * exactPowers[power];
    return true;
  }
  if (digits == 0) return value = 0, true;
  if (power < leastPower) return value = 0, true;
  if (power > mostPower) return value = INFINITY, true;
  const int zeros = __builtin_clzll(digits);
  const uint64_t* five = powersOfFive + 2 * (power - leastPower);
  Product product = multiply(digits << zeros, five[0]);
  if ((product.high & 0x1ff) == 0x1ff) {
    const uint64_t more = multiply(digits << zeros, five[1]).high;
    product.low += more;
    if (product.low < more) ++product.high;
    if (product.low == UINT64_MAX) return false;
  }
  const int upper = product.high >> 63, shift = upper + 9;
  uint64_t mantissa = product.high >> shift;
  const int exponent = (((152170 + 65536) * power) >> 16) + 63 + upper - zeros + 1023;
  if (exponent <= 0) return false;
  // All bits beyond the mantissa may be zero, and the result in the middle.
  if (product.low <= 1 && (mantissa & 3) == 1 && mantissa << shift == product.high) return false;
  mantissa = (mantissa + (mantissa & 1)) >> 1;
  const uint64_t bits = mantissa + ((uint64_t)(exponent - 1) << 52);
  if (bits >= 0x7ffull << 52) return value = INFINITY, true;
  memcpy(&value, &bits, 8);
  return true;
}

INLINE bool areEightDigits(uint64_t text) {
  return ((text & (text + 0x0606060606060606)) & 0xf0f0f0f0f0f0f0f0) == 0x3030303030303030 &&
         ((text | (text + 0x0606060606060606)) & 0xf0f0f0f0f0f0f0f0) == 0x3030303030303030;
}

INLINE uint32_t eightDigits(uint64_t text) {
  text -= 0x3030303030303030;
  text = text * 10 + (text >> 8);
  return ((text & 0x000000ff000000ff) * 0x000f424000000064 + ((text >> 16) & 0x000000ff000000ff) * 0x0000271000000001) >> 32;
}

// [+-]digits[mark digits][e[+-]digits] between p and end; `hasMark` tells whether there is a mark.
__attribute__((noinline)) static bool readNumber(const uint8_t* p, const uint8_t* end, int mark, double& value, bool& hasMark) {
  const bool negative = *p == '-';
  if (negative || *p == '+') ++p;
  uint64_t digits = 0;
  int significant = 0, decimals = 0;
  const uint8_t* const first = p;
  hasMark = false;
  for (;; ++p) {
    for (uint64_t text; end - p >= 8 && significant > 0; p += 8, significant += 8) {
      memcpy(&text, p, 8);
      if (significant + 8 > mostDigits || !areEightDigits(text)) break;
      digits = digits * 100000000 + eightDigits(text);
      if (hasMark) decimals += 8;
    }
    if (p == end) break;
    const uint32_t digit = *p - '0';
    if (digit < 10) {
      significant += significant > 0 || digit > 0;
      if (significant > mostDigits) return false;
      digits = digits * 10 + digit;
      decimals += hasMark;
    } else if (*p == mark && !hasMark) {
      hasMark = true;
    } else {
      break;
    }
  }
  if (p - first == hasMark) return false;
  int exponent = 0;
  if (p < end) {
    if ((*p++ | 32) != 'e' || p == end) return false;
    const bool isSmall = *p == '-';
    if (isSmall || *p == '+') ++p;
    if (p == end || end - p > 5) return false;
    for (; p < end; ++p) {
      const uint32_t digit = *p - '0';
      if (digit >= 10) return false;
      exponent = exponent * 10 + digit;
    }
    if (isSmall) exponent = -exponent;
  }
  if (!toDouble(digits, exponent - decimals, value)) return false;
  if (negative) value = -value;
  return true;
}
