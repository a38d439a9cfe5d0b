import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {Dataset} from "../../../data-loaders/dataset/dataset.js";
import {featureProfiles} from "../../../data-loaders/profile/featureProfiles.js";
import {loadFeatureProfiles} from "../../../data-loaders/profile/loadFeatureProfiles.js";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "profile-"));
});
afterAll(() => rm(directory, {recursive: true}));

test("the default demo data have 200 features that do not drift, in a file small enough for a page", async () => {
  const {dataSource, positiveRate, features} = await loadFeatureProfiles({directory});
  expect(dataSource).toMatchObject({kind: "demo", trainRows: 20_000});
  expect(positiveRate).toBeCloseTo(0.1, 2);
  expect(features.map(({name}) => name)).toEqual(Array.from({length: 200}, (_, i) => `var_${i}`));
  for (const {drift, trainCounts} of features) {
    expect(drift.populationStabilityIndex).toBeLessThan(0.01);
    expect(trainCounts.reduce((sum, count) => sum + count)).toBe(20_000);
  }
  expect(JSON.stringify(features).length).toBeLessThan(250_000);
});

test("a test file that lacks a feature is refused", () => {
  const parts = {ids: ["a", "b"], target: Uint8Array.of(0, 1), digest: "0"};
  const columns = [Float64Array.of(1, 2)];
  const train = new Dataset({...parts, schema: {idColumn: "id", features: ["x"]}, columns});
  const test = new Dataset({...parts, schema: {idColumn: "id", features: ["y"]}, columns});
  expect(() => featureProfiles(train, test, {kind: "demo", trainRows: 2, testRows: 2, digest: "0"})).toThrow(
    expect.objectContaining({code: "csv-missing-column", place: {column: "x"}})
  );
});
