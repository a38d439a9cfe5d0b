import {ensureData} from "../data-loaders/provide/ensureData.js";
import {foldAssignments, foldDefaults} from "../dataset/foldAssignments.js";
import {foldsPath, knownTarget, writeFolds} from "../dataset/foldsFile.js";
import {readDataset} from "../dataset/readDataset.js";
import {runCommand} from "./command.js";
import {Progress} from "./progress.js";

await runCommand({
  name: "kfolds",
  summary: "Splits the training rows into folds with equal shares of each target, and writes data/folds.csv.",
  options: {
    folds: {kind: "integer", description: "how many folds", default: foldDefaults.folds, minimum: 2, maximum: 100},
    seed: {kind: "integer", description: "seed of the shuffle", default: foldDefaults.seed, minimum: 0},
    directory: {kind: "text", description: "where the data are", value: "DIRECTORY", default: "data"}
  },
  async run({options: {folds, seed, directory}, signal}) {
    const {train, cacheDirectory} = await ensureData({directory, signal});
    using progress = new Progress(`Reading ${train}`, {unit: "bytes"});
    const onProgress = (bytes: number, total: number) => progress.report(bytes, {total});
    const dataset = await readDataset(train, {onProgress, signal, cacheDirectory});
    progress.end();
    const assignments = foldAssignments(knownTarget(dataset), {folds, seed});
    const path = foldsPath(directory);
    await writeFolds(path, dataset, assignments);
    process.stdout.write(`${path}: ${dataset.rows.toLocaleString("en")} rows in ${folds} folds (seed ${seed})\n`);
  }
});
