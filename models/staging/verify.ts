import {transformRows} from "../../src/lib/features/applyTransformations.js";
import {RandomSource} from "../../src/lib/random.js";
import type {TrainingHistogram} from "../../src/lib/staged/manifest.js";
import type {AveragedModel} from "./averageFolds.js";
import {openNodeSession} from "./nodeSession.js";

const rows = 500;
const missingShare = 0.05;
const infiniteShare = 0.01;
/** The probability is a float32, whose step is 6e-8 near 1. */
const tolerance = 1e-6;

/**
 * Runs the ONNX model on random rows, with missing and infinite values, over the range of the training data.
 * @throws {Error} where it does not score as the trees do: that is a bug, and the model must not be staged
 */
export async function verifyOnnx({onnx, predict, input}: AveragedModel, histograms: readonly TrainingHistogram[]) {
  const features = randomRows(histograms);
  const width = histograms.length;
  const session = await openNodeSession(onnx, input);
  const probabilities = await session.run(features, rows);
  const made = input.pipelines ? transformRows(input.pipelines, input.features, {features, rows}) : {features, width};
  for (let row = 0; row < rows; row++) {
    const expected = predict(made.features.subarray(row * made.width, (row + 1) * made.width));
    const found = probabilities[row] ?? Number.NaN;
    if (!(Math.abs(found - expected) <= tolerance)) {
      throw new Error(`The ONNX model scores a row ${found} where it should be ${expected}.`);
    }
  }
}

function randomRows(histograms: readonly TrainingHistogram[]): Float64Array {
  const random = new RandomSource(1);
  return Float64Array.from({length: rows * histograms.length}, (_, index) => {
    const edges = histograms[index % histograms.length]?.edges;
    const [low = 0, high = low] = [edges?.[0], edges?.at(-1)];
    const kind = random.uniform();
    if (kind < missingShare) return Number.NaN;
    if (kind < missingShare + infiniteShare) return kind < missingShare + infiniteShare / 2 ? Infinity : -Infinity;
    // Never infinite, however far apart the two are.
    const place = random.uniform();
    return low * (1 - place) + high * place;
  });
}
