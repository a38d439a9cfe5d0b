import process from "node:process";
import {expect, test} from "vitest";
import {auc, thresholdCurve} from "../../../../src/lib/metrics/thresholdCurve.js";
import {RandomSource} from "../../../../src/lib/random.js";
import {aucPlacements, delongInterval, delongTest} from "../../../../src/lib/statistics/delong.js";
import references from "../../../fixtures/statistics/comparisons.json" with {type: "json"};
import {normalSample} from "./normalSample.js";

function placements(labels: ArrayLike<number>, scores: ArrayLike<number>) {
  const found = aucPlacements(labels, scores);
  if (found === undefined) throw new Error("There is no AUC.");
  return found;
}

/**
 * 43 patients with ovarian cancer: albumin, total protein, the K-G score subtracted from 10, and whether surgery helped.
 * From the article of DeLong, DeLong and Clarke-Pearson (1988), as printed in the SAS/STAT User's Guide, “Comparing
 * Receiver Operating Characteristic Curves”, which has the results as well, with four decimals.
 */
const patients = `
  3.0 5.8 10 0, 3.2 6.3 5 1, 3.9 6.8 3 1, 2.8 4.8 6 0, 3.2 5.8 3 1, 0.9 4.0 5 0, 2.5 5.7 8 0, 1.6 5.6 5 1,
  3.8 5.7 5 1, 3.7 6.7 6 1, 3.2 5.4 4 1, 3.8 6.6 6 1, 4.1 6.6 5 1, 3.6 5.7 5 1, 4.3 7.0 4 1, 3.6 6.7 4 0,
  2.3 4.4 6 1, 4.2 7.6 4 0, 4.0 6.6 6 0, 3.5 5.8 6 1, 3.8 6.8 7 1, 3.0 4.7 8 0, 4.5 7.4 5 1, 3.7 7.4 5 1,
  3.1 6.6 6 1, 4.1 8.2 6 1, 4.3 7.0 5 1, 4.3 6.5 4 1, 3.2 5.1 5 1, 2.6 4.7 6 1, 3.3 6.8 6 0, 1.7 4.0 7 0,
  3.7 6.1 5 1, 3.3 6.3 7 1, 4.2 7.7 6 1, 3.5 6.2 5 1, 2.9 5.7 9 0, 2.1 4.8 7 1, 2.8 6.2 8 0, 4.0 7.0 7 1,
  3.3 5.7 6 1, 3.7 6.9 5 1, 3.6 6.6 5 1`
  .split(",")
  .map((line) => line.trim().split(" ").map(Number));
const surgeryHelped = patients.map(([, , , helped]) => helped);
const albumin = patients.map(([value]) => value);
const protein = patients.map(([, value]) => value);
const score = patients.map(([, , value]) => 10 - value);

test("the published example comes out as published", () => {
  const published = [
    {scores: score, auc: 0.7258, standardError: 0.1028},
    {scores: albumin, auc: 0.7366, standardError: 0.0927},
    {scores: protein, auc: 0.6478, standardError: 0.1}
  ];
  for (const {scores, auc, standardError} of published) {
    const interval = delongInterval(placements(surgeryHelped, scores));
    expect(interval.mean).toBeCloseTo(auc, 4);
    expect(interval.standardError).toBeCloseTo(standardError, 4);
  }
  const reference = placements(surgeryHelped, score);
  const ofAlbumin = delongTest(placements(surgeryHelped, albumin), reference);
  expect(ofAlbumin.interval.mean).toBeCloseTo(0.0108, 4);
  expect(ofAlbumin.standardError).toBeCloseTo(0.0953, 4);
  expect(ofAlbumin.interval.low).toBeCloseTo(-0.1761, 4);
  expect(ofAlbumin.interval.high).toBeCloseTo(0.1976, 4);
  expect(ofAlbumin.p).toBeCloseTo(0.9102, 4);
  const ofProtein = delongTest(placements(surgeryHelped, protein), reference);
  expect(ofProtein.interval.mean).toBeCloseTo(-0.078, 4);
  expect(ofProtein.p).toBeCloseTo(0.4561, 4);
});

test.each(references.delong)("of $labels.length rows it is what every pair of rows makes it", (reference) => {
  const first = placements(reference.labels, reference.first);
  const second = placements(reference.labels, reference.second);
  expect(first.auc).toBeCloseTo(reference.auc[0], 13);
  expect(second.auc).toBeCloseTo(reference.auc[1], 13);
  expect(delongInterval(first).standardError).toBeCloseTo(reference.standardErrors[0], 13);
  const {interval, standardError, p} = delongTest(first, second);
  expect(standardError).toBeCloseTo(reference.standardError, 13);
  expect(interval.low).toBeCloseTo(reference.low, 12);
  expect(interval.high).toBeCloseTo(reference.high, 12);
  expect(p).toBeCloseTo(reference.p, 12);
});

test("the AUC is that of the curve", () => {
  const [{labels, first}] = references.delong;
  expect(placements(labels, first).auc).toBeCloseTo(auc(thresholdCurve(labels, first)) ?? Number.NaN, 14);
});

test("a model does not differ from itself, and the other way round the sign changes", () => {
  const [{labels, first, second}] = references.delong;
  const [a, b] = [placements(labels, first), placements(labels, second)];
  expect(delongTest(a, a)).toEqual({interval: {mean: 0, low: 0, high: 0}, standardError: 0, p: 1});
  expect(delongTest(b, a).interval.high).toBe(-delongTest(a, b).interval.low);
});

test("an interval stays within what an AUC can be", () => {
  const {low, high} = delongInterval(placements([0, 0, 0, 1, 1, 1], [0.1, 0.2, 0.5, 0.4, 0.8, 0.9]));
  expect(low).toBeGreaterThan(0);
  expect(high).toBe(1);
});

test.each([[[0, 1]], [[0, 1, 1]], [[0, 0, 0]]])("labels %j have no variance", (labels) => {
  expect(aucPlacements(labels, [0.1, 0.2, 0.3].slice(0, labels.length))).toBeUndefined();
});

test("rows that are not alike are refused", () => {
  expect(() => aucPlacements([0, 1], [0.1])).toThrow("2 labels");
  const [four, six] = [placements([0, 0, 1, 1], [1, 2, 3, 4]), placements([0, 0, 1, 1, 1, 0], [1, 2, 3, 4, 5, 6])];
  expect(() => delongTest(four, six)).toThrow("same rows");
});

test("200,000 rows take well under a second", () => {
  const random = new RandomSource(3);
  const labels = Uint8Array.from({length: 200_000}, () => Number(random.uniform() < 0.1));
  const scores = [1, 2].map(() => Float32Array.from(labels, (label) => label + normalSample(random)));
  const start = process.cpuUsage();
  const {p} = delongTest(placements(labels, scores[0]), placements(labels, scores[1]));
  // Of the processor: other tests run beside this one.
  expect(process.cpuUsage(start).user).toBeLessThan(1e6);
  expect(p).toBeGreaterThan(0);
});
