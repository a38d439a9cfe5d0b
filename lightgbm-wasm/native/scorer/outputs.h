// From raw scores to what objectives make of them.
#pragma once
#include "kernel.h"

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
