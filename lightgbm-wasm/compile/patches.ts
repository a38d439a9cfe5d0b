import {createHash} from "node:crypto";
import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {BuildError} from "./error.js";

interface Patch {
  file: string;
  /** Text that must be there, and what takes its place wherever it is. */
  replace: readonly (readonly [before: string, after: string])[];
}

/** The few places where LightGBM's sources are changed for WebAssembly. Results stay the same to the last bit. */
const patches: readonly Patch[] = [
  {
    // Reading a text runs beside parsing it, in a thread; here there is one thread, and the file is in memory anyway.
    file: "include/LightGBM/utils/pipeline_reader.h",
    replace: [
      ["std::thread read_worker = std::thread(", "const auto read_block = ("],
      ["read_worker.join();", "read_block();"]
    ]
  },
  {
    // A histogram's entry is a pair of sums, gradient and hessian, and fits one vector register.
    file: "src/io/dense_bin.hpp",
    replace: [
      [
        "namespace LightGBM {\n",
        `#include <wasm_simd128.h>

namespace LightGBM {

inline void AddPair(hist_t* sum, const score_t* gradient, const score_t* hessian) {
  const v128_t pair = wasm_v128_load32_lane(hessian, wasm_v128_load32_zero(gradient), 1);
  wasm_v128_store(sum, wasm_f64x2_add(wasm_v128_load(sum), wasm_f64x2_promote_low_f32x4(pair)));
}
`
      ],
      [
        "grad[ti] += ordered_gradients[i];\n          hess[ti] += ordered_hessians[i];",
        "AddPair(grad + ti, ordered_gradients + i, ordered_hessians + i);"
      ],
      [
        "grad[ti] += ordered_gradients[i];\n        hess[ti] += ordered_hessians[i];",
        "AddPair(grad + ti, ordered_gradients + i, ordered_hessians + i);"
      ]
    ]
  }
];

/** Names the patches as they are. */
export const patchesIdentity = createHash("sha256").update(JSON.stringify(patches)).digest("hex").slice(0, 12);

export async function applyPatches(sourceFolder: string): Promise<void> {
  for (const {file, replace} of patches) {
    const path = join(sourceFolder, file);
    let text = await readFile(path, "utf8");
    for (const [before, after] of replace) {
      if (!text.includes(before)) throw new BuildError("wrong-source", `${file} is not as the patch for it expects.`);
      text = text.replaceAll(before, () => after);
    }
    await writeFile(path, text);
  }
}
