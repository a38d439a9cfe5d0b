import {describe, expect, it} from "vitest";
import {InputDrift} from "../../server/metrics/inputDrift.js";
import {manifest} from "../fixtures/stagedModel.js";

/** Six features with these numbers of values in each of two bins. */
const rows = (low: number, high: number) => manifest.features.map(() => ({counts: [low, high], missing: 0}));
const asTrained = manifest.features.map(() => ({counts: [1500, 2000], missing: 500}));

describe("input drift", () => {
  it("is not reported for few rows", () => {
    const drift = new InputDrift(manifest);
    drift.add(rows(500, 499));
    expect(drift.stability()).toEqual([]);
    drift.add(rows(0, 1));
    expect(drift.stability().map(({feature}) => feature)).toEqual(manifest.features);
  });

  it("is about nothing for rows like the training data, missing values and all", () => {
    const drift = new InputDrift(manifest);
    drift.add(asTrained);
    for (const {index} of drift.stability()) expect(index).toBeLessThan(0.001);
  });

  it("forgets what is long ago", () => {
    const drift = new InputDrift(manifest);
    drift.add(rows(20_000, 0));
    const drifted = drift.stability()[0].index;
    expect(drifted).toBeGreaterThan(1);
    for (let round = 0; round < 11; round++) drift.add(asTrained);
    expect(drift.rows).toBeLessThanOrEqual(45_000);
    expect(drift.rows).toBeGreaterThanOrEqual(20_000);
    expect(drift.stability()[0].index).toBeLessThan(0.001);
  });
});
