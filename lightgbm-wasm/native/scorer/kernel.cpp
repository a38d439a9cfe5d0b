// The kernels of the scorer: trees as bit vectors on ranks. No allocation: TypeScript lays out the memory
// (src/scorer/layout.ts, src/scorer/scorer.ts). Rows are scored in blocks of 64, or of 16 where there are few.
#include "kernel.h"
#include "ranks.h"
#include "trees.h"
#include "outputs.h"
