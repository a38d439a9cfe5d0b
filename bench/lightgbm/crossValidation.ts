import {once} from "node:events";
import {availableParallelism} from "node:os";
import {Worker} from "node:worker_threads";
import {compileLightGBM, loadLightGBM, type Params} from "../../lightgbm-wasm/src/index.js";
import type {SpeedData} from "./speedData.js";

/** Bins once, then trains the folds in as many workers as there are cores. Returns the seconds that all of it took. */
export async function crossValidationSeconds({columns, label}: SpeedData, params: Params, folds = 5): Promise<number> {
  const module = await compileLightGBM();
  const start = performance.now();
  const lightgbm = await loadLightGBM(module);
  using dataset = lightgbm.dataset({columns, label, params});
  const binary = dataset.toBinary();
  const bytes = new Uint8Array(new SharedArrayBuffer(binary.length));
  bytes.set(binary);
  const queue = Array.from({length: folds}, (_, fold) => fold);
  const workerData = {module, bytes, params, folds, rowCount: label.length};
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL("./startFoldWorker.mjs", import.meta.url), {workerData});
    await once(worker, "message");
    for (let fold = queue.shift(); fold !== undefined; fold = queue.shift()) {
      worker.postMessage(fold);
      await once(worker, "message");
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({length: Math.min(folds, availableParallelism())}, work));
  return (performance.now() - start) / 1000;
}
