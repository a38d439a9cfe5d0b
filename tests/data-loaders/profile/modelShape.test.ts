import {readFileSync} from "node:fs";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {gunzipSync, gzipSync} from "node:zlib";
import {afterAll, beforeAll, expect, test} from "vitest";
import {loadModelShape} from "../../../data-loaders/profile/loadModelShape.js";
import {loadTrainOrTest, recordedFile} from "../../../data-loaders/profile/loadTrainOrTest.js";
import {profiledData} from "../../../data-loaders/profile/profiledData.js";
import {tellTrainFromTest} from "../../../data-loaders/profile/trainOrTest.js";
import {sampleContributions} from "../../../models/staging/sampleContributions.js";
import {additiveShape} from "../../../src/lib/profile/additiveShape.js";
import {shapeAt, writeModelShape} from "../../../src/lib/profile/modelShape.js";
import {sampledShape} from "../../../src/lib/profile/sampledShape.js";
import {parseTrainOrTest} from "../../../src/lib/profile/trainOrTest.js";
import {parseTreeEnsemble} from "../../../src/lib/trees/parse.js";
import {predictRaw} from "../../../src/lib/trees/predict.js";
import {modelText, rows} from "../../fixtures/trees/fixture.js";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "shape-"));
});
afterAll(() => rm(directory, {recursive: true}));

test("the staged model's score is the intercept and a number a feature, and each has the mean 0", async () => {
  const shape = await loadModelShape({directory});
  if ("reason" in shape) throw new Error(shape.reason);
  expect(shape).toMatchObject({exact: true, explained: 1, folds: 5, rows: 20_000});
  expect(gzipSync(writeModelShape(shape)).length).toBeLessThan(150_000);
  const ensemble = parseTreeEnsemble(gunzipSync(readFileSync("models/staged/model.txt.gz")).toString());
  const {columns, featureNames} = await (await profiledData(directory)).readTrain();
  for (let row = 0; row < 200; ++row) {
    const own = columns.map((column) => column[row]);
    const sum = shape.features.reduce(
      (total, feature) => total + (shapeAt(feature, own[featureNames.indexOf(feature.name)]) ?? 0),
      shape.intercept
    );
    expect(Math.abs(sum - predictRaw(ensemble, own))).toBeLessThan(1e-9);
  }
  for (const feature of shape.features.slice(0, 5)) {
    const column = columns[featureNames.indexOf(feature.name)];
    const mean = column.reduce((sum, value) => sum + (shapeAt(feature, value) ?? 0), 0) / column.length;
    expect(Math.abs(mean)).toBeLessThan(1e-9);
    for (const step of feature.values.keys()) {
      expect(feature.least[step]).toBeLessThanOrEqual(feature.values[step] + 1e-6);
      expect(feature.greatest[step]).toBeGreaterThanOrEqual(feature.values[step] - 1e-6);
    }
  }
  const sizes = shape.features.map(({meanAbsolute}) => meanAbsolute);
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
});

test("of trees of several features, main effects explain a part of the score, and pairs the rest", async () => {
  const text = modelText("missing-nan");
  const ensemble = parseTreeEnsemble(text);
  const columns = ensemble.featureNames.map((_, feature) => Float64Array.from(rows, (row) => row[feature]));
  expect(additiveShape(ensemble, columns)).toBeUndefined();
  const {
    explained,
    pairs = [],
    features
  } = sampledShape(text, ensemble.featureNames, await sampleContributions(text, columns));
  expect(explained).toBeGreaterThan(0.2);
  expect(explained).toBeLessThan(1);
  expect(pairs.length).toBeGreaterThan(0);
  expect(pairs.reduce((sum, {share}) => sum + share, 0)).toBeLessThanOrEqual(1 + 1e-9);
  expect(features.every(({values, thresholds}) => values.length === thresholds.length + 1)).toBe(true);
});

test("no model tells the demo data's files apart, which a clone knows without LightGBM", async () => {
  const recorded = parseTrainOrTest(readFileSync(recordedFile, "utf8"));
  expect(await loadTrainOrTest({directory})).toEqual(recorded);
  const {readTrain, readTest, digests} = await profiledData(directory);
  const {digests: recordedDigests, ...rest} = recorded;
  expect(recordedDigests).toEqual(digests.slice(1, 3));
  expect(await tellTrainFromTest(await readTrain(), await readTest())).toEqual(rest);
  expect(recorded.low).toBeLessThan(0.5);
  expect(recorded.high).toBeGreaterThan(0.5);
});

test("files that differ in one feature are told apart by it", async () => {
  const {readTrain} = await profiledData(directory);
  const train = await readTrain();
  const columns = train.columns.map((column, feature) => (feature === 3 ? column.map((value) => value + 2) : column));
  const {auc, low, features} = await tellTrainFromTest(
    train,
    Object.assign(Object.create(Object.getPrototypeOf(train)), train, {columns})
  );
  expect(low).toBeGreaterThan(0.5);
  expect(auc).toBeGreaterThan(0.6);
  expect(features[0].name).toBe("var_3");
});
