import {availableParallelism} from "node:os";
import {Worker} from "node:worker_threads";
import {compileLightGBM, type Params} from "lightgbm-wasm";
import {UserError} from "../../src/lib/errors.js";
import type {FoldWorkerData, FoldWorkerMessage} from "./foldWorker.js";
import type {FoldAssignments, FoldModel, TrainingData, TrainingOptions} from "./trainedModel.js";

/**
 * Trains one model a fold on the rows outside it, as many at a time as there are cores, each in a worker with its own
 * LightGBM. The result does not depend on how many.
 * @param iterations trees to grow
 * @throws UserError training-failed, naming the fold; `signal.reason` if aborted
 */
export async function trainFolds(
  {columns, target, featureNames}: TrainingData,
  {folds, assignments}: FoldAssignments,
  params: Params,
  iterations: number,
  {signal, onIteration, workers: wanted = availableParallelism()}: TrainingOptions = {}
): Promise<FoldModel[]> {
  signal?.throwIfAborted();
  const data = {columns: columns.map(share), target, featureNames: [...featureNames]};
  const workerData: FoldWorkerData = {module: await compileLightGBM(), data, assignments, params, iterations};
  const workers = Array.from({length: Math.min(wanted, folds)}, () => startWorker(workerData));
  const endAll = () => Promise.all(workers.map((worker) => worker.terminate()));
  signal?.addEventListener("abort", endAll, {once: true});
  if (signal?.aborted) endAll();

  const waiting = Array.from({length: folds}, (_, fold) => fold);
  const models: FoldModel[] = [];
  const trainWaiting = async (worker: Worker) => {
    for (let fold = waiting.shift(); fold !== undefined; fold = waiting.shift()) {
      const current = fold;
      models.push(
        await trainFold(worker, current, (iteration) => onIteration?.({fold: current, iteration, iterations}))
      );
    }
  };
  try {
    await Promise.all(workers.map(trainWaiting));
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener("abort", endAll);
    waiting.length = 0;
    await endAll();
  }
  return models.sort((a, b) => a.fold - b.fold);
}

function startWorker(workerData: FoldWorkerData): Worker {
  return new Worker(new URL("./startFoldWorker.mjs", import.meta.url), {workerData});
}

function trainFold(worker: Worker, fold: number, onProgress: (iteration: number) => void): Promise<FoldModel> {
  return new Promise((resolve, reject) => {
    const stopListening = () => worker.off("message", listen).off("error", crash).off("exit", end);
    const fail = (reason: string) => {
      stopListening();
      reject(new UserError("training-failed", `Training fold ${fold} failed: ${reason}`));
    };
    const crash = (error: Error) => fail(error.message);
    const end = () => fail("its worker ended.");
    const listen = (message: FoldWorkerMessage) => {
      if (message.kind === "progress") return onProgress(message.iteration);
      if (message.kind === "failed") return fail(message.message);
      stopListening();
      resolve(message.model);
    };
    worker.on("message", listen).on("error", crash).on("exit", end);
    worker.postMessage(fold);
  });
}

/** The column on memory that the workers see, too; itself if it is there already. */
function share(column: Float64Array): Float64Array {
  if (column.buffer instanceof SharedArrayBuffer) return column;
  const shared = new Float64Array(new SharedArrayBuffer(column.byteLength));
  shared.set(column);
  return shared;
}
