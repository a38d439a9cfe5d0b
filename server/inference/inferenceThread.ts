import {parentPort, workerData} from "node:worker_threads";
import {InferenceSession, Tensor} from "onnxruntime-node";
import {FeatureCounter} from "../../src/lib/scoring/featureCounter.js";
import {onnxSession} from "../../src/lib/scoring/onnxSession.js";
import type {ThreadAnswer, ThreadData, ThreadRequest} from "./messages.js";

const {model, histograms}: ThreadData = workerData;
// onnxruntime-node blocks the thread that it is called on, so it has one of its own. The pool is what runs in
// parallel; threads inside of the engine would only compete with it.
const engine = await InferenceSession.create(model, {intraOpNumThreads: 1, interOpNumThreads: 1});
const session = onnxSession(engine, Tensor, histograms.length);
let counter = new FeatureCounter(histograms);

async function answer(request: ThreadRequest): Promise<void> {
  if (request.kind === "takeCounts") {
    const {featureCounts} = counter;
    counter = new FeatureCounter(histograms);
    return post({kind: "counts", featureCounts});
  }
  const {features, rows} = request;
  const probabilities = await session.run(features, rows);
  counter.add(features);
  post({kind: "scores", probabilities});
}

function post(message: ThreadAnswer): void {
  parentPort?.postMessage(message);
}

// One after the other, so that answers come in the order of requests.
let last = Promise.resolve();
parentPort?.on("message", (request: ThreadRequest) => {
  last = last.then(() => answer(request)).catch((error: unknown) => post({kind: "failed", message: String(error)}));
});
post({kind: "ready"});
