// A process that scores the same rows again and again, for `contenders.ts`: node contender.ts NAME FOLDER.

import {readFile} from "node:fs/promises";
import {join} from "node:path";
import process from "node:process";
import {loadLightGBM} from "../../lightgbm-wasm/src/index.js";
import {loadScorer} from "../../lightgbm-wasm/src/scorer/index.js";
import {onnxSession} from "../../src/lib/scoring/onnxSession.js";

/** Probabilities of all rows. */
type Score = () => Promise<ArrayLike<number>>;

const [name, folder] = process.argv.slice(2);
const {columnCount, sumStumps} = JSON.parse(await readFile(join(folder, "model.json"), "utf8"));
const bytes = await readFile(join(folder, "rows.bin"));
const matrix = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
const rowCount = matrix.length / columnCount;
/** ONNX Runtime gets its rows in batches, as the report's page gives them. */
const batchRows = 2000;

const contenders: Record<string, () => Promise<Score>> = {
  async scorer() {
    const scorer = await loadScorer(await readText(), {sumStumps});
    return async () => scorer.predict({matrix, columnCount});
  },
  async "scorer, rows one by one"() {
    const scorer = await loadScorer(await readText());
    return async () => rowByRow((row) => scorer.predictRow(row)[0]);
  },
  async "lightgbm-wasm"() {
    const booster = (await loadLightGBM()).boosterFromString(await readText());
    // A parameter keeps the trees from being compiled.
    return async () => booster.predict({matrix, columnCount}, {params: {pred_early_stop: false}});
  },
  async "lightgbm-wasm, rows one by one"() {
    const predictor = (await loadLightGBM()).boosterFromString(await readText()).rowPredictor();
    return async () => rowByRow((row) => predictor.predict(row)[0]);
  },
  async "onnxruntime-web"() {
    const ort = await import("onnxruntime-web/wasm");
    ort.env.wasm.numThreads = 1;
    return inBatches(onnxSession(await ort.InferenceSession.create(await readOnnx()), ort.Tensor, columnCount));
  }
};

function readText(): Promise<string> {
  return readFile(join(folder, "model.txt"), "utf8");
}

function readOnnx(): Promise<Uint8Array> {
  return readFile(join(folder, "model.onnx"));
}

function rowByRow(score: (row: Float64Array) => number): Float64Array {
  return Float64Array.from({length: rowCount}, (_, i) =>
    score(matrix.subarray(i * columnCount, (i + 1) * columnCount))
  );
}

function inBatches(session: ReturnType<typeof onnxSession>): Score {
  return async () => {
    const scores = new Float32Array(rowCount);
    for (let row = 0; row < rowCount; row += batchRows) {
      const count = Math.min(batchRows, rowCount - row);
      scores.set(await session.run(matrix.subarray(row * columnCount, (row + count) * columnCount), count), row);
    }
    return scores;
  };
}

const score = await contenders[name]();
// Twice, for the compilers.
await score();
await score();
process.on("message", async () => {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const scores = await score();
  const wallSeconds = (performance.now() - start) / 1000;
  const {user, system} = process.cpuUsage(cpu);
  process.send?.({cpuSeconds: (user + system) / 1e6, wallSeconds, scores: Array.from(scores).slice(0, 100)});
});
process.send?.("ready");
