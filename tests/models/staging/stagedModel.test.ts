import {existsSync} from "node:fs";
import {readFile, stat} from "node:fs/promises";
import {join} from "node:path";
import {gunzipSync} from "fflate";
import {type LightGBM, loadLightGBM} from "lightgbm-wasm";
import {beforeAll, describe, expect, test} from "vitest";
import {ensureBuilt} from "../../../lightgbm-wasm/build.js";
import {readStaged, stagedDirectory} from "../../../models/staging/readStaged.js";
import {CsvReader} from "../../../src/lib/csv/csvReader.js";
import {RandomSource} from "../../../src/lib/random.js";
import {type RowBlock, rowBlocks} from "../../../src/lib/scoring/scoreCsv.js";
import type {Manifest} from "../../../src/lib/staged/manifest.js";
import {digestOf, type EngineModel, modelTextFile, onnxFile} from "../../../src/lib/staged/stagedModel.js";
import {itNeeds} from "../../needs.js";
import {differentBits, largestDifference} from "./engines.js";

const realRows = "../shared/data/real_test_rows_100.csv";

let lightgbm: LightGBM;
let manifest: Manifest;
let text: string;
let models: EngineModel[];

describe("the staged model in the repository", () => {
  beforeAll(async () => {
    await ensureBuilt();
    lightgbm = await loadLightGBM();
    const staged = await readStaged();
    manifest = staged.manifest;
    const [zipped, onnx] = await Promise.all(
      [modelTextFile, onnxFile].map((name) => readFile(join(stagedDirectory, name)))
    );
    expect(manifest.files).toMatchObject({[modelTextFile]: digestOf(zipped), [onnxFile]: digestOf(onnx)});
    text = new TextDecoder().decode(gunzipSync(zipped));
    models = [staged.model, {engine: "onnx", content: onnx}];
    expect(staged.model.engine).toBe("scorer");
  }, 1_200_000);

  test("scores 10,000 random rows with missing values as LightGBM scores them by its text", async () => {
    const random = new RandomSource(4);
    const rows = 10_000;
    const values = Float64Array.from({length: rows * manifest.features.length}, (_, index) => {
      const {edges} = manifest.histograms[index % manifest.features.length];
      const value = edges[0] + random.uniform() * (edges[edges.length - 1] - edges[0]);
      return random.uniform() < 0.05 ? Number.NaN : Math.round(value * 1e4) / 1e4;
    });
    expect(await largestDifference(lightgbm, text, models, {values, rows})).toBeLessThan(1e-6);
    expect(await differentBits(lightgbm, text, {values, rows})).toBe(0);
  });

  itNeeds("real rows in ../shared/data", existsSync(realRows))(
    "scores 100 rows of the real competition as LightGBM does",
    async () => {
      const blocks: RowBlock[] = [];
      const {idColumn, features} = manifest;
      const reader = new CsvReader({
        schema: {idColumn, features},
        sink: () => rowBlocks(features.length, 100, (block) => blocks.push(block))
      });
      reader.push(await readFile(realRows));
      reader.finish();
      const [{features: values, rows}] = blocks;
      expect(rows).toBe(100);
      expect(await largestDifference(lightgbm, text, models, {values, rows})).toBeLessThan(1e-6);
    }
  );

  test("has a manifest small enough to go with a page", async () => {
    expect((await stat(join(stagedDirectory, "manifest.json"))).size).toBeLessThan(150_000);
  });
});
