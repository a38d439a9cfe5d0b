import {readdir, readFile, writeFile} from "node:fs/promises";
import {join, resolve} from "node:path";
import {csvFormat} from "d3-dsv";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {RandomSource} from "../../src/lib/random.js";
import {type Copy, makeCopy, removeCopy} from "../steps/copy.js";
import {Report} from "./report.js";
import {downloadedScores, runCommandIn, scoresByApi, scoresOf, smallTraining} from "./tableReport.js";

const random = new RandomSource(12);
const pick = (texts: readonly string[]) => texts[random.integer(texts.length)] ?? "";
const towns = ["Aachen", "Bergen", "Cadiz", "Dublin", "Evora", "Faro", "Genoa"];

/** A category whose effect no order explains, counts that are mostly zero, and missing values. */
function visits(rows: number): string {
  return csvFormat(
    Array.from({length: rows}, (_, row) => {
      const town = pick(towns);
      const count = random.uniform() < 0.5 ? 0 : random.integer(6);
      const age = 20 + random.integer(50);
      const score = (["Bergen", "Dublin", "Faro"].includes(town) ? 2 : 0) + count / 3 + age / 40 + random.uniform();
      const isMissing = () => random.uniform() < 0.05;
      return {
        id: `v${row}`,
        town: isMissing() ? "" : town,
        count: isMissing() ? "" : count,
        age: isMissing() ? "" : age,
        target: score > 2.8 ? 1 : 0
      };
    })
  );
}

const categorical = ["categorical_feature=name:town", "min_data_per_group=5", "max_cat_to_onehot=1", "cat_smooth=1"];
const set = (settings: readonly string[]) => settings.flatMap((setting) => ["--set", setting]);

const cases = [
  {
    title: "splits on categories",
    train: ["lightgbm", ...smallTraining, ...set(categorical)],
    says: "splits on categories, which its ONNX form cannot express. So `model.onnx`",
    files: ["model.scorer.gz", "model.txt.gz"]
  },
  {
    title: "zeros as missing values",
    train: ["lightgbm", ...smallTraining, ...set(["zero_as_missing=true", "categorical_feature=name:"])],
    says: "counts zeros as missing (`zero_as_missing`), which its ONNX form cannot express. So `model.onnx`",
    files: ["model.scorer.gz", "model.txt.gz"]
  },
  {title: "a logistic regression", train: ["logistic"], says: "", files: ["model.onnx"]}
];

let copy: Copy;
beforeAll(async () => {
  copy = await makeCopy(resolve("."));
  await writeFile(join(copy.checkout, "visits.csv"), visits(1200));
  await runCommandIn(copy, "datafetch", "--train", "visits.csv", "--id", "id");
  await runCommandIn(copy, "kfolds");
}, 200_000);
afterAll(() => removeCopy(copy.root));

describe.each(cases)("$title, from training to the page", ({title, train, says, files}) => {
  const staged = () => join(copy.checkout, "models/staged");
  const predict = async (model: string, input = "data/raw/test.csv") => {
    await runCommandIn(copy, "predict", model, "--input", input, "--output", "scores.csv");
    return scoresOf(await readFile(join(copy.checkout, "scores.csv"), "utf8"));
  };

  it("is staged as what can score it", async () => {
    await runCommandIn(copy, "train", ...train, "--name", title);
    expect(await runCommandIn(copy, "stagemodel", title)).toContain(says);
    expect((await readdir(staged())).sort()).toEqual(["manifest.json", ...files]);
  }, 200_000);

  it("has the same scores on the command line, by the API and on the page", async () => {
    // An unknown category, and cells that are zero in another way.
    const test = await readFile(join(copy.checkout, "data/raw/test.csv"), "utf8");
    const [first = ""] = towns;
    const odd = join(copy.checkout, "odd.csv");
    await writeFile(odd, test.replace(first, "Zagreb").replace(/,0,/, ",-0.0,").replace(/,0,/, ",0e5,"));
    const byCommand = await predict("staged", odd);
    expect(byCommand.size).toBe(240);
    expect(new Set(byCommand.values()).size).toBeGreaterThan(20);
    expect(await predict(title, odd)).toEqual(byCommand);

    const byApi = await scoresByApi(staged(), await readFile(odd, "utf8"));
    expect(byApi.asFile).toEqual(byCommand);
    expect(byApi.asRows).toEqual(byCommand);

    await runCommandIn(copy, "build");
    await using report = await Report.open({root: join(copy.checkout, "dist")});
    const asked: string[] = [];
    report.page.context().on("request", (request) => asked.push(request.url()));
    await report.visit("predict");
    await report.page.setInputFiles("input[type=file]", odd);
    await report.page.waitForSelector("table.scores");
    expect(await downloadedScores(report, copy.root)).toEqual(byCommand);
    expect(asked.some((url) => url.includes("onnxruntime"))).toBe(files.includes("model.onnx"));
    expect(report.problems).toEqual([]);
  }, 300_000);
});
