import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {mkdir, readFile, writeFile} from "node:fs/promises";
import {dirname, join} from "node:path";
import {BuildError} from "./error.js";
import {keepParallelLoops, parallelFiles, sums} from "./parallelLoops.js";
import type {Patch} from "./patch.js";
import {speedPatches} from "./speedPatches.js";
import {threadPatches} from "./threadPatches.js";
import {trainingPatches} from "./trainingPatches.js";

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
  // Arrow comes as columns here (src/features.ts). Guards made for R's package leave LightGBM's own way in out.
  ...["src/c_api.cpp", "src/io/dataset.cpp", "src/io/metadata.cpp"].map((file) => ({
    file,
    replace: [["#ifndef LGB_R_BUILD\n", "#if 0  // Arrow\n"]] as const
  })),
  {
    // native/bins.h brings the rows of a feature as they are to be, with their number, and none where none is looked at.
    file: "src/io/dataset.cpp",
    replace: [
      ["  auto& ref_mark = *mark;\n", "  if (indices == nullptr) return;\n  auto& ref_mark = *mark;\n"],
      [
        "    auto ret = FixSampleIndices(\n",
        `    if (sample_values == nullptr) {
      tmp_num_per_col[fidx] = *sample_indices[num_sample_col + fidx];
      continue;
    }
    auto ret = FixSampleIndices(
`
      ]
    ]
  },
  ...threadPatches,
  ...speedPatches,
  ...trainingPatches
];

/** What patched files include, by its place in the source tree. */
const headers = ["histograms.h", "splits.h"].map((name) => ({
  file: `include/wasm/${name}`,
  text: readFileSync(new URL(`../native/wasm/${name}`, import.meta.url), "utf8")
}));

/** Names the patches as they are. */
export const patchesIdentity = createHash("sha256")
  .update(JSON.stringify([patches, headers, parallelFiles, sums.source]))
  .digest("hex")
  .slice(0, 12);

export async function applyPatches(sourceFolder: string): Promise<void> {
  for (const {file, text} of headers) {
    await mkdir(dirname(join(sourceFolder, file)), {recursive: true});
    await writeFile(join(sourceFolder, file), text);
  }
  for (const {file, replace} of patches) {
    const path = join(sourceFolder, file);
    let text = await readFile(path, "utf8");
    for (const [before, after] of replace) {
      if (!text.includes(before)) throw new BuildError("wrong-source", `${file} is not as the patch for it expects.`);
      text = text.replaceAll(before, () => after);
    }
    await writeFile(path, text);
  }
  await keepParallelLoops(sourceFolder);
}
