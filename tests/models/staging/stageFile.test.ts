import {copyFile, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {openNodeSession} from "../../../models/staging/nodeSession.js";
import {readStaged} from "../../../models/staging/readStaged.js";
import {stageFile} from "../../../models/staging/stageFile.js";
import {describeManifest} from "../../../src/lib/staged/describeManifest.js";
import {modelText} from "../../fixtures/trees/fixture.js";

const fixtures = "tests/fixtures/classifiers";
const predictions: Record<string, number[]> = JSON.parse(await readFile(join(fixtures, "predictions.json"), "utf8"));
const lines = (await readFile(join(fixtures, "train.csv"), "utf8")).trimEnd().split("\n").slice(1);
const table = lines.map((line) => line.split(",").slice(2).map(Number));

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "stage-file-"));
  await copyFile(join(fixtures, "train.csv"), join(folder, "train.csv"));
});

afterAll(() => rm(folder, {recursive: true}));

const stage = (path: string, train = join(folder, "train.csv")) =>
  stageFile(
    path,
    {train, directory: folder, dataSource: {kind: "demo", trainRows: 120, testRows: 0, digest: ""}},
    {directory: join(folder, "staged")}
  );

describe("an ONNX classifier of scikit-learn's", () => {
  test.each([
    ["tensor", "one float tensor in, a label and a tensor out"],
    ["double", "doubles in"],
    ["zipmap", "a list of dictionaries out"],
    ["columns", "a tensor a column in, in an order of its own"]
  ])("%s is staged: %s", async (name) => {
    const manifest = await stage(join(fixtures, `${name}.onnx`));
    expect(manifest).toMatchObject({
      model: "onnx-file",
      title: name,
      trainedElsewhere: true,
      features: name === "columns" ? ["c", "a", "b"] : ["a", "b", "c"]
    });
    expect(Object.keys(manifest.files)).toEqual(["model.onnx"]);
    expect(manifest.metrics.auc?.mean).toBeGreaterThan(0.6);
    expect(describeManifest(manifest)).toContain("the model may have seen these rows");

    const staged = await readStaged(join(folder, "staged"));
    const session = await openNodeSession(staged.model, staged.manifest);
    const places = staged.manifest.features.map((feature) => ["a", "b", "c"].indexOf(feature));
    const rows = Float64Array.from(table.flatMap((row) => places.map((place) => row[place] ?? Number.NaN)));
    const found = await session.run(rows, table.length);
    predictions[name]?.forEach((probability, row) => {
      expect(Math.abs((found[row] ?? Number.NaN) - probability)).toBeLessThan(1e-6);
    });
  });

  test("of three classes is refused, as is what is no model, and nothing is replaced", async () => {
    const before = await stage(join(fixtures, "zipmap.onnx"));
    await expect(stage(join(fixtures, "three-classes.onnx"))).rejects.toMatchObject({
      code: "onnx-unsupported",
      message: "The ONNX model tells 3 classes apart; there have to be two."
    });
    await expect(stage(join(fixtures, "train.csv"))).rejects.toMatchObject({code: "onnx-damaged"});
    expect((await readStaged(join(folder, "staged"))).manifest).toEqual(before);
  });

  test("with another number of features is refused", async () => {
    const narrow = join(folder, "narrow.csv");
    await writeFile(narrow, (await readFile(join(fixtures, "train.csv"), "utf8")).replace(/,[^,\n]*\n/g, "\n"));
    await expect(stage(join(fixtures, "tensor.onnx"), narrow)).rejects.toMatchObject({
      code: "staged-other-features",
      message: expect.stringContaining("takes 3 features without names; the training file has 2.")
    });
  });
});

describe("LightGBM's text", () => {
  const notices: string[] = [];
  const staged = async (text: string) => {
    const path = join(folder, "own.txt");
    await writeFile(path, text);
    const names = Array.from({length: 6}, (_, index) => `feature_${index}`);
    const rows = Array.from({length: 60}, (_, row) =>
      [row, row % 2, ...names.map((_, index) => ((row * 7 + index * 5) % 11) - 5)].join(",")
    );
    const folderOfTrees = await mkdtemp(join(folder, "trees-"));
    const train = join(folderOfTrees, "train.csv");
    await writeFile(train, `ID_code,target,${names.join(",")}\n${rows.join("\n")}\n`);
    return stageFile(
      path,
      {train, directory: folderOfTrees, dataSource: {kind: "demo", trainRows: 60, testRows: 0, digest: ""}},
      {directory: join(folder, "staged"), onNotice: (sentence) => notices.push(sentence)}
    );
  };

  test("is staged with its features by name", async () => {
    const manifest = await staged(modelText("missing-nan"));
    expect(manifest).toMatchObject({model: "lightgbm-file", runName: "own.txt", folds: 5});
    expect(Object.keys(manifest.files)).toEqual(["model.scorer.gz", "model.onnx", "model.txt.gz"]);
    expect(notices).toEqual([]);
  });

  test.each([
    ["categorical", /splits on categories/],
    ["missing-zero", /zero_as_missing/]
  ])("that ONNX cannot express is staged without it: %s", async (name, reason) => {
    const manifest = await staged(modelText(name));
    expect(Object.keys(manifest.files)).toEqual(["model.scorer.gz", "model.txt.gz"]);
    expect(notices.splice(0)).toEqual([expect.stringMatching(reason)]);
  });

  test.each([
    ["multiclass", /more than one class/],
    ["linear", /linear_tree/]
  ])("with what cannot be staged is refused: %s", async (name, message) => {
    await expect(staged(modelText(name))).rejects.toMatchObject({message: expect.stringMatching(message)});
  });

  test("with a feature that the data do not have is refused, with the one that was meant", async () => {
    const text = modelText("missing-nan").replaceAll("feature_2", "featur_2");
    await expect(staged(text)).rejects.toMatchObject({
      code: "staged-other-features",
      message: expect.stringContaining(
        "wants feature `featur_2`, which the training file does not have. Did you mean `feature_2`?"
      )
    });
  });
});
