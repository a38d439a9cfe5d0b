import {createHash} from "node:crypto";
import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {BuildError} from "./error.js";
import {keepParallelLoops, parallelFiles, sums} from "./parallelLoops.js";
import type {Patch} from "./patch.js";
import {speedPatches} from "./speedPatches.js";
import {threadPatches} from "./threadPatches.js";

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
  ...threadPatches,
  ...speedPatches
];

/** Names the patches as they are. */
export const patchesIdentity = createHash("sha256")
  .update(JSON.stringify([patches, parallelFiles, sums.source]))
  .digest("hex")
  .slice(0, 12);

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
  await keepParallelLoops(sourceFolder);
}
