import {readFileSync} from "node:fs";
import {gunzipSync} from "node:zlib";
import {expect, test} from "vitest";
import {RandomSource} from "../../../../src/lib/random.js";
import {parseTreeEnsemble} from "../../../../src/lib/trees/parse.js";
import {predictRaw, zeroThreshold} from "../../../../src/lib/trees/predict.js";
import {type AdditiveShape, shapeFunctions, shapeValue} from "../../../../src/lib/trees/shapeFunctions.js";
import type {MissingType, Tree, TreeEnsemble} from "../../../../src/lib/trees/treeEnsemble.js";
import {modelText, rows} from "../../../fixtures/trees/fixture.js";

const missingTypes: readonly MissingType[] = ["none", "zero", "nan"];
const odd = [NaN, 0, -0, zeroThreshold, -zeroThreshold, 2 * zeroThreshold, -2 * zeroThreshold, Infinity, -Infinity];

function sumAt({intercept, functions}: AdditiveShape, row: ArrayLike<number>): number {
  return functions.reduce((sum, shape, i) => sum + (shape === undefined ? 0 : shapeValue(shape, row[i])), intercept);
}

/** A chain of splits, each with one leaf, on one feature. */
function randomTree(random: RandomSource, feature: number, categorical: boolean): Tree {
  const splits = random.integer(4);
  const numbers = Array.from({length: splits}, (_, split) => split);
  const missing = missingTypes[random.integer(3)];
  return {
    splitFeature: numbers.map(() => feature),
    threshold: numbers.map(() => (random.integer(4) === 0 ? 0 : Math.round(40 * random.uniform() - 20) / 4)),
    decision: numbers.map(() => ({categorical, defaultLeft: random.integer(2) === 0, missing})),
    leftChild: numbers.map((split) => ~split),
    rightChild: numbers.map((split) => (split + 1 === splits ? ~splits : split + 1)),
    leafValue: Array.from({length: splits + 1}, () => random.uniform() - 0.5),
    categories: numbers.map(() => (categorical ? new Set([0, 1, 2, 3, 4].filter(() => random.integer(2) === 0)) : null))
  };
}

test("of trees of one feature each, the functions add up to the score of any row", () => {
  const random = new RandomSource(5);
  for (let model = 0; model < 200; ++model) {
    const featureNames = ["a", "b", "c"];
    const ensemble: TreeEnsemble = {
      featureNames,
      sigmoid: 1,
      averageOutput: random.integer(2) === 0,
      trees: Array.from({length: 1 + random.integer(30)}, () => {
        const feature = random.integer(3);
        return randomTree(random, feature, feature === 2);
      })
    };
    const shape = shapeFunctions(ensemble);
    expect(shape).toBeDefined();
    if (shape === undefined) continue;
    const used = ensemble.trees.flatMap(({threshold}) => threshold);
    for (let i = 0; i < 60; ++i) {
      const pick = () => [...odd, ...used, random.uniform() * 12 - 6][random.integer(odd.length + used.length + 1)];
      const row = [pick(), pick(), random.integer(2) === 0 ? pick() : random.integer(7) - 1];
      expect(sumAt(shape, row)).toBeCloseTo(predictRaw(ensemble, row), 12);
    }
  }
});

test("a model with a tree of two features has no such functions", () => {
  expect(shapeFunctions(parseTreeEnsemble(modelText("missing-nan")))).toBeUndefined();
});

test("LightGBM's stumps and the staged model are sums of their functions", () => {
  for (const text of [modelText("stumps"), gunzipSync(readFileSync("models/staged/model.txt.gz")).toString()]) {
    const ensemble = parseTreeEnsemble(text);
    const shape = shapeFunctions(ensemble);
    expect(shape).toBeDefined();
    const width = ensemble.featureNames.length;
    const random = new RandomSource(9);
    const some =
      width === rows[0].length
        ? rows
        : Array.from({length: 50}, () => Array.from({length: width}, () => 30 * random.uniform() - 10));
    for (const row of some) expect(shape && sumAt(shape, row)).toBeCloseTo(predictRaw(ensemble, row), 10);
  }
});
