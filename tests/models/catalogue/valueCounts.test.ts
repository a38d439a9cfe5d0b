import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {demoFeatures} from "../../../data-loaders/demo/demoSampler.js";
import {repeats} from "../../../data-loaders/demo/repeats.js";
import {writeDemo} from "../../../data-loaders/demo/writeDemo.js";
import {ensureData} from "../../../data-loaders/provide/ensureData.js";
import {findModel} from "../../../models/catalogue/index.js";
import {treeModel} from "../../../models/catalogue/treeModel.js";
import {tunedParams} from "../../../models/catalogue/tunedLightgbm.js";
import type {CatalogueModel} from "../../../models/training/model.js";
import {openTrainingFile} from "../../../models/training/openTrainingFile.js";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "counts-"));
});
afterAll(() => rm(directory, {recursive: true, force: true}));

/**
 * Scores that are normal in both classes, their means d standard deviations apart, have AUC Φ(d / √2), and independent
 * ones add up to √(d₁² + d₂²) (Green and Swets, Signal Detection Theory and Psychophysics, 1966).
 */
const aucOf = (d: number) => normalDistribution(d / Math.SQRT2);

function distanceOf(auc: number): number {
  let [low, high] = [0, 10];
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (aucOf(middle) < auc) low = middle;
    else high = middle;
  }
  return low;
}

/** Simpson's rule on the density. */
function normalDistribution(x: number): number {
  const steps = 1000;
  const density = (t: number) => Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI);
  let sum = density(0) + density(x);
  for (let step = 1; step < steps; ++step) sum += (step % 2 === 1 ? 4 : 2) * density((step * x) / steps);
  return 0.5 + (sum * x) / steps / 3;
}

/** Of the sum of what the planted variables say: each is moved or not, independently of the others. */
function plantedDistance(): number {
  const planted = Math.ceil(demoFeatures.length / repeats.every);
  const [low, high] = repeats.rates;
  const variance = (low * (1 - low) + high * (1 - high)) / 2;
  return Math.sqrt((planted * (high - low) ** 2) / variance);
}

test("value counts gain what is planted", async () => {
  await writeDemo(join(directory, "raw"), {rows: 8000, repeats: true});
  const {file, folds} = await openTrainingFile(await ensureData({directory}), {unlabelled: true});
  const meanAuc = async (model: CatalogueModel) => {
    const {metrics} = await model.train(file.data, folds);
    return metrics.reduce((sum, {auc = Number.NaN}) => sum + auc / metrics.length, 0);
  };
  const counts = findModel("lightgbm-counts");
  const alike = treeModel({name: "alike", title: "Without counts", params: tunedParams});
  expect(counts.params).toMatchObject(alike.params);
  const [without, withCounts] = [await meanAuc(alike), await meanAuc(counts)];
  const possible = aucOf(Math.hypot(distanceOf(without), plantedDistance()));
  // The oracle of tests/data-loaders/demo/repeats.test.ts, which knows how the data were made, has 0.9385 for both.
  expect(Math.abs(aucOf(Math.hypot(distanceOf(0.915), plantedDistance())) - 0.9385)).toBeLessThan(0.001);
  // Of 8,000 rows, trees that see twice as many columns learn more of the noise, too: 82 % of what is possible are
  // gained (0.0385 AUC), 94 % of 20,000 rows. More than all cannot be but by chance.
  const share = (withCounts - without) / (possible - without);
  expect(share).toBeGreaterThan(0.75);
  expect(share).toBeLessThan(1.1);
  expect(withCounts - without).toBeGreaterThan(0.03);
}, 120_000);
