import {mkdir, mkdtemp, readdir, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {featureProfiles} from "../../../data-loaders/profile/featureProfiles.js";
import {loadFeatureProfiles} from "../../../data-loaders/profile/loadFeatureProfiles.js";
import {Dataset} from "../../../dataset/dataset.js";

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

test("profiles are kept until the data change", async () => {
  const small = join(directory, "small");
  const raw = join(small, "raw");
  await mkdir(raw, {recursive: true});
  await writeFile(join(raw, "test.csv"), "id,x\nc,3\n");
  const profilesOf = async (training: string) => {
    await writeFile(join(raw, "train.csv"), training);
    return loadFeatureProfiles({directory: small});
  };
  const first = await profilesOf("id,target,x\na,0,1\nb,1,2\n");
  const kept = (await readdir(join(small, "cache"))).filter((name) => name.startsWith("features-"));
  expect(kept).toHaveLength(1);
  await writeFile(join(small, "cache", kept[0]), JSON.stringify({...first, positiveRate: 0.25}));
  expect((await loadFeatureProfiles({directory: small})).positiveRate).toBe(0.25);
  expect(await profilesOf("id,target,x\na,0,1\nb,1,2\nd,1,3\n")).toMatchObject({positiveRate: 2 / 3});
  const files = await readdir(join(small, "cache"));
  expect(files.filter((name) => name.startsWith("features-"))).toHaveLength(1);
});
