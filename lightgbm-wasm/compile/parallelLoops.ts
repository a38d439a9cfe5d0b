import {readdir, readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";

/**
 * The files whose OpenMP loops run on several threads: those where training, binning and prediction spend their time,
 * and where no result depends on which thread does what. The loops of all others (metrics, linear trees, …) run on
 * one, so that a model is the same whatever the number of threads.
 */
export const parallelFiles = [
  "include/LightGBM/feature_group.h",
  "include/LightGBM/utils/threading.h",
  "src/boosting/score_updater.hpp",
  "src/c_api.cpp",
  "src/io/dataset.cpp",
  "src/io/dataset_loader.cpp",
  "src/objective/binary_objective.hpp",
  "src/objective/multiclass_objective.hpp",
  "src/objective/rank_objective.hpp",
  "src/objective/regression_objective.hpp",
  "src/objective/xentropy_objective.hpp",
  "src/treelearner/data_partition.hpp",
  "src/treelearner/serial_tree_learner.cpp"
];

// The order of a sum is part of its result; so it is where each thread has a sum of its own (by position, in ranking).
export const sums = /reduction\(|schedule\(guided\) num_threads\(num_threads\)/;

/** Takes the loops that are to stay on one thread out of OpenMP's hands. */
export async function keepParallelLoops(sourceFolder: string): Promise<void> {
  for (const folder of ["include", "src"]) {
    for (const name of await readdir(join(sourceFolder, folder), {recursive: true})) {
      if (!/\.(h|hpp|cpp)$/.test(name)) continue;
      const path = join(sourceFolder, folder, name);
      const text = await readFile(path, "utf8");
      const isParallel = parallelFiles.includes(join(folder, name).replaceAll("\\", "/"));
      const kept = text.replaceAll(/^\s*#pragma omp .*$/gm, (line) => (isParallel && !sums.test(line) ? line : ""));
      if (kept !== text) await writeFile(path, kept);
    }
  }
}
