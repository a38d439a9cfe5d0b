import {readFileSync} from "node:fs";
import {expect, test} from "vitest";
import {RandomSource} from "../../../../src/lib/random.js";
import {ShapePrior} from "../../../../src/lib/statistics/shapePrior.js";
import {shrinkCurves} from "../../../../src/lib/statistics/sharedShape.js";

/** tests/fixtures/estimators/shapePrior.py has made it, with numpy. */
const reference: {curves: {values: number[]; variances: number[]}[]; rounds: number[][][]} = JSON.parse(
  readFileSync("tests/fixtures/estimators/shapePrior.json", "utf8")
);

test("posterior means are those of the densities written out, before and after the prior is estimated", () => {
  const prior = new ShapePrior(6);
  for (const round of reference.rounds) {
    for (const [index, {values, variances}] of reference.curves.entries()) {
      const found = prior.posterior({values: Float64Array.from(values), variances: Float64Array.from(variances)});
      // Negligible components are left out.
      for (const [place, value] of found.entries()) expect(value).toBeCloseTo(round[index][place], 3);
    }
    prior.update();
  }
});

test("curves of one shape that rise or fall are found better than by one normal distribution", () => {
  const random = new RandomSource(5);
  const places = 16;
  const noise = 0.3;
  const truth = Array.from({length: 120}, () => {
    const size = random.uniform();
    const curve = Float64Array.from({length: places}, (_, place) => size * (Math.exp(-place / 3) - 0.2));
    return random.uniform() < 0.5 ? curve : curve.reverse();
  });
  const measured = truth.map((curve) => ({
    values: curve.map((value) => value + noise * Math.sqrt(12) * (random.uniform() - 0.5)),
    variances: new Float64Array(places).fill(noise ** 2)
  }));
  const prior = new ShapePrior(places);
  for (let round = 0; round < 10; ++round) {
    for (const curve of measured) prior.posterior(curve);
    prior.update();
  }
  const error = (curves: readonly Float64Array[]) =>
    curves.reduce((sum, curve, index) => sum + curve.reduce((all, v, i) => all + (v - truth[index][i]) ** 2, 0), 0);
  expect(error(measured.map((curve) => prior.posterior(curve)))).toBeLessThan(0.7 * error(shrinkCurves(measured)));
});
