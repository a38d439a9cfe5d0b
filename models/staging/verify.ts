import {transformRows} from "../../src/lib/features/applyTransformations.js";
import {RandomSource} from "../../src/lib/random.js";
import type {ModelInput} from "../../src/lib/scoring/stagedSession.js";
import type {TrainingHistogram} from "../../src/lib/staged/manifest.js";
import type {EngineModel} from "../../src/lib/staged/stagedModel.js";
import {openNodeSession} from "./nodeSession.js";
import type {PortableModel} from "./portableModel.js";

const rows = 500;
const missingShare = 0.05;
const infiniteShare = 0.01;
/** The probability is a float32, whose step is 6e-8 near 1. */
const tolerance = 1e-6;

/**
 * Runs models on random rows, with missing and infinite values, over the range of the training data.
 * @throws {Error} where one does not score as the model that it was made of: that is a bug, and it must not be staged
 */
export async function verifyModels(
  models: readonly EngineModel[],
  {predict, input}: Pick<PortableModel, "predict"> & {input: ModelInput},
  histograms: readonly TrainingHistogram[]
): Promise<void> {
  if (predict === undefined) return;
  const features = randomRows(histograms);
  const made = input.pipelines
    ? transformRows(input.pipelines, input.features, {features, rows})
    : {features, width: histograms.length};
  const expected = Array.from({length: rows}, (_, row) =>
    predict(made.features.subarray(row * made.width, (row + 1) * made.width))
  );
  for (const model of models) {
    const session = await openNodeSession(model, input);
    for (const [row, found] of (await session.run(features, rows)).entries()) {
      const wanted = expected[row] ?? Number.NaN;
      if (!(Math.abs(found - wanted) <= tolerance))
        throw new Error(`The staged model (${model.engine}) scores a row ${found} where it should be ${wanted}.`);
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
