import {openData} from "../data-loaders/provide/ensureData.js";
import {foldDefaults} from "../dataset/foldAssignments.js";
import {foldsPath, makeFolds} from "../dataset/foldsFile.js";
import {readDataset} from "../dataset/readDataset.js";
import {notice, runCommand} from "./command.js";
import {Progress} from "./progress.js";

await runCommand({
  name: "kfolds",
  summary: "Splits the training rows into folds with equal shares of each target, and writes data/folds.csv.",
  options: {
    folds: {kind: "integer", description: "how many folds", default: foldDefaults.folds, minimum: 2, maximum: 100},
    seed: {kind: "integer", description: "seed of the shuffle", default: foldDefaults.seed, minimum: 0},
    data: {kind: "text", description: "the data folder (default: data)", value: "FOLDER"}
  },
  async run({options: {folds, seed, data}, signal}) {
    const {directory, train, cacheDirectory} = await openData(data, {signal, onNotice: notice});
    using progress = new Progress(`Reading ${train}`, {unit: "bytes"});
    const onProgress = (bytes: number, total: number) => progress.report(bytes, {total});
    const dataset = await readDataset(train, {onProgress, signal, cacheDirectory});
    progress.end();
    await makeFolds(dataset, {directory, file: train, folds, seed});
    const rows = dataset.rows.toLocaleString("en");
    process.stdout.write(`${foldsPath(directory)}: ${rows} rows in ${folds} folds (seed ${seed})\n`);
  }
});
