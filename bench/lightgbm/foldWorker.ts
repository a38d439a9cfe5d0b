import {parentPort, workerData} from "node:worker_threads";
import {loadLightGBM} from "../../lightgbm-wasm/src/index.js";

// Trains each fold that it is told, on subsets of one dataset that has been binned before.
const {module, bytes, params, folds, rowCount} = workerData;
const lightgbm = await loadLightGBM(module);
const dataset = lightgbm.datasetFromBinary(bytes, params);
const rows = Int32Array.from({length: rowCount}, (_, row) => row);

parentPort?.on("message", async (fold: number) => {
  using training = dataset.subset(rows.filter((row) => row % folds !== fold));
  using validation = dataset.subset(rows.filter((row) => row % folds === fold));
  using _booster = await lightgbm.train(params, training, {validSets: {validation}, evaluationPeriod: 1000});
  parentPort?.postMessage(fold);
});
parentPort?.postMessage("ready");
