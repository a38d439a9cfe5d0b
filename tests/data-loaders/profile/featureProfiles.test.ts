import {mkdir, mkdtemp, readdir, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {gzipSync} from "node:zlib";
import {afterAll, beforeAll, expect, test} from "vitest";
import {featureProfiles} from "../../../data-loaders/profile/featureProfiles.js";
import {keptResult} from "../../../data-loaders/profile/keptResult.js";
import {loadFeatureProfiles} from "../../../data-loaders/profile/loadFeatureProfiles.js";
import {Dataset} from "../../../dataset/dataset.js";
import {readProfiles, writeProfiles} from "../../../src/lib/profile/profileTable.js";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "profile-"));
});
afterAll(() => rm(directory, {recursive: true}));

test("the default demo data have 200 features that do not drift, in a file small enough for a page", async () => {
  const profiles = await loadFeatureProfiles({directory});
  const {dataSource, positiveRate, features, correlations} = profiles;
  expect(dataSource).toMatchObject({kind: "demo", trainRows: 20_000});
  expect(positiveRate).toBeCloseTo(0.1, 2);
  expect(features.map(({name}) => name)).toEqual(Array.from({length: 200}, (_, i) => `var_${i}`));
  for (const {drift, trainCounts} of features) {
    expect(drift?.populationStabilityIndex).toBeLessThan(0.01);
    expect(trainCounts.reduce((sum, count) => sum + count)).toBe(20_000);
  }
  expect(gzipSync(writeProfiles(profiles)).length).toBeLessThan(150_000);
  expect(correlations).toMatchObject({pairs: 19_900, rows: 20_000});
  expect(Math.abs(correlations?.strongest[0].coefficient ?? 1)).toBeLessThan(correlations?.byChance ?? 0);
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
  const whole = writeProfiles({...first, positiveRate: 0.25});
  await writeFile(join(small, "cache", kept[0]), whole);
  expect((await loadFeatureProfiles({directory: small})).positiveRate).toBe(0.25);
  for (const damaged of ["", "{", whole.subarray(0, 900), writeProfiles({...first, positiveRate: 2})]) {
    await writeFile(join(small, "cache", kept[0]), damaged);
    expect(await loadFeatureProfiles({directory: small})).toEqual(first);
  }
  expect(await profilesOf("id,target,x\na,0,1\nb,1,2\nd,1,3\n")).toMatchObject({positiveRate: 2 / 3});
  const files = await readdir(join(small, "cache"));
  expect(files.filter((name) => name.startsWith("features-"))).toHaveLength(1);
});

test("statistics that do not exist are absent from the file, whatever the columns hold", async () => {
  const odd = join(directory, "odd");
  const [infinity, nothing] = [Number.POSITIVE_INFINITY, Number.NaN];
  const columns: Record<string, number[]> = {
    missing: [nothing, nothing, nothing, nothing],
    constant: [0.1, 0.1, 0.1, 0.1],
    huge: [-1.7e308, 1.7e308, 1e308, nothing],
    tiny: [4e-320, 1e-320, -2e-320, 0],
    infinite: [infinity, -infinity, 1, 2],
    onlyInfinite: [infinity, infinity, infinity, infinity],
    zeros: [-0, 0, -0, 0],
    single: [nothing, nothing, 3, nothing]
  };
  const dataset = new Dataset({
    ids: ["a", "b", "c", "d"],
    target: Uint8Array.of(0, 1, 0, 1),
    digest: "0",
    schema: {idColumn: "id", targetColumn: "target", features: Object.keys(columns)},
    columns: Object.values(columns).map((values) => Float64Array.from(values))
  });
  const source = {kind: "demo", trainRows: 4, testRows: 4, digest: "0"} as const;
  const made = featureProfiles(dataset, dataset, source);
  expect(JSON.stringify(made)).not.toMatch(/null|NaN|Infinity/);
  const kept = {name: "features", write: writeProfiles, read: readProfiles};
  expect(await keptResult(kept, odd, ["x"], async () => made)).toBe(made);
  expect(await keptResult(kept, odd, ["x"], () => Promise.reject(new Error("must be kept")))).toEqual(made);

  const feature = (wanted: string) => made.features.find(({name}) => name === wanted);
  expect(feature("missing")?.train).toMatchObject({distinct: 0, missing: 4});
  expect(Object.keys(feature("missing") ?? {})).not.toEqual(expect.arrayContaining(["auc"]));
  expect(Object.keys(feature("missing") ?? {})).not.toEqual(expect.arrayContaining(["drift"]));
  expect(feature("missing")?.train.mean).toBeUndefined();
  expect(feature("constant")).toMatchObject({train: {mean: 0.1, standardDeviation: 0, skewness: 0}, auc: 0.5});
  expect(feature("huge")?.train).toMatchObject({mean: 3.333333e307, minimum: -1.7e308, maximum: 1.7e308});
  expect(feature("tiny")?.train).toMatchObject({zeros: 1, distinct: 4});
  expect(feature("infinite")).toMatchObject({train: {infinite: 2, mean: 1.5, maximum: 2}, auc: 0.25});
  expect(feature("onlyInfinite")).toMatchObject({train: {infinite: 4, distinct: 1, mean: undefined}, auc: 0.5});
  expect(feature("zeros")?.train).toMatchObject({zeros: 4, distinct: 1});
  expect(feature("single")).toMatchObject({train: {mean: 3, standardDeviation: undefined}});
  expect(feature("single")?.auc).toBeUndefined();
});
