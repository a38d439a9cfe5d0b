import {expect, test} from "vitest";
import {fitAdditiveModel} from "../../../../src/lib/estimators/additiveModel.js";
import {RandomSource} from "../../../../src/lib/random.js";
import {rankAuc} from "../../../../src/lib/statistics/rankAuc.js";
import {parseTreeEnsemble} from "../../../../src/lib/trees/parse.js";
import {predictProbability} from "../../../../src/lib/trees/predict.js";

/** Rows of uniform features; the log-odds are the sum of what `effect` makes of each. */
function draw(rows: number, features: number, effect: (value: number, feature: number) => number, seed = 1) {
  const random = new RandomSource(seed);
  const columns = Array.from({length: features}, () => Float64Array.from({length: rows}, () => random.uniform()));
  const logOdds = Float64Array.from({length: rows}, (_, row) =>
    columns.reduce((sum, column, feature) => sum + effect(column[row], feature), -1)
  );
  const target = Uint8Array.from(logOdds, (value) => (random.uniform() < 1 / (1 + Math.exp(-value)) ? 1 : 0));
  return {columns, target, logOdds, featureNames: columns.map((_, feature) => `feature ${feature}`)};
}

const firstRows = (count: number) => Uint32Array.from({length: count}, (_, row) => row);

function correlation(a: Float64Array, b: Float64Array): number {
  const centre = (x: Float64Array) => {
    const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
    return x.map((value) => value - mean);
  };
  const product = (x: Float64Array, y: Float64Array) => x.reduce((sum, value, index) => sum + value * y[index], 0);
  const [x, y] = [centre(a), centre(b)];
  return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
}

const bend = (value: number) => Math.exp(-value / 0.15) - 0.15;

test("many curves alike are found from few rows, as trees say them, too", () => {
  const table = draw(3000, 40, (value, feature) => (feature % 4) * 0.4 * bend(feature % 2 === 0 ? value : 1 - value));
  const {logOdds, predict, text, importance} = fitAdditiveModel(table, firstRows(1500), {bins: 16, rounds: 10});
  const heldOut = Array.from({length: 1500}, (_, row) => row + 1500);
  const found = Float64Array.from(heldOut, logOdds);
  const truth = Float64Array.from(heldOut, (row) => table.logOdds[row]);
  expect(correlation(found, truth)).toBeGreaterThan(0.9);
  const ensemble = parseTreeEnsemble(text);
  expect(ensemble.featureNames).toEqual(table.featureNames);
  for (const row of heldOut.slice(0, 50)) {
    const values = table.columns.map((column) => column[row]);
    expect(predictProbability(ensemble, values)).toBeCloseTo(predict(row), 12);
  }
  // Every fourth feature says nothing.
  expect(Math.max(...importance.gain.filter((_, feature) => feature % 4 === 0))).toBeLessThan(
    Math.min(...importance.gain.filter((_, feature) => feature % 4 === 3))
  );
});

test("a curve that is not monotone is found where the rows tell", () => {
  const table = draw(6000, 3, (value) => 3 * (Math.cos(2 * Math.PI * value) + 0.2));
  const {logOdds} = fitAdditiveModel(table, firstRows(6000), {bins: 16, rounds: 10});
  expect(correlation(Float64Array.from(table.target.keys(), logOdds), table.logOdds)).toBeGreaterThan(0.97);
});

test("missing values have a value of their own, and columns of one value or none say nothing", () => {
  const table = draw(2000, 4, (value) => 2 * value);
  table.columns[1].fill(7);
  table.columns[2].fill(Number.NaN);
  for (const row of table.target.keys())
    if (table.target[row] === 1 && row % 2 === 0) table.columns[0][row] = Number.NaN;
  const {logOdds, importance} = fitAdditiveModel(table, firstRows(2000), {bins: 8, rounds: 6});
  const scores = Float64Array.from(table.target.keys(), logOdds);
  expect(scores.every(Number.isFinite)).toBe(true);
  const positives = scores.filter((_, row) => table.target[row] === 1);
  expect(rankAuc(positives.sort(), scores.sort())).toBeGreaterThan(0.7);
  expect(importance.gain[1]).toBeCloseTo(0, 9);
  expect(importance.gain[2]).toBeCloseTo(0, 9);
});

test("features without an order are left to others", () => {
  const table = draw(1000, 2, (value) => 3 * value);
  const {importance, text} = fitAdditiveModel(table, firstRows(1000), {bins: 8, rounds: 4}, [1]);
  expect(importance.gain[0]).toBeGreaterThan(1);
  expect(importance.gain[1]).toBe(0);
  expect(parseTreeEnsemble(text).trees.flatMap(({splitFeature}) => splitFeature)).not.toContain(1);
});
