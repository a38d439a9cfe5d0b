import {readFile, rm, writeFile} from "node:fs/promises";
import {join, resolve} from "node:path";
import {pathToFileURL} from "node:url";
import {csvFormat, dsvFormat} from "d3-dsv";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {RandomSource} from "../../src/lib/random.js";
import {python, runPython} from "../python.js";
import {type Copy, makeCopy, removeCopy} from "../steps/copy.js";
import {launchChromium} from "./chromium.js";
import {Report} from "./report.js";
import {downloadedScores, runCommandIn, scoresByApi, scoresOf, smallTraining} from "./tableReport.js";

interface OwnTable {
  title: string;
  /** What `datafetch` is given, besides the name of the training file, and the files. */
  options: string[];
  files: Record<string, string>;
  /** Sentences of its output. */
  says: string[];
  features: number;
  /** Texts that the predict page shows for what it needs of a file. */
  needs: string[];
}

const random = new RandomSource(5);
const pick = (texts: readonly string[]) => texts[random.integer(texts.length)] ?? "";

/** Like the adult data: ages, categories with blanks and commas, missing values, and names that are no feature. */
function adultLike(rows: number): string {
  return csvFormat(
    Array.from({length: rows}, (_, row) => {
      const age = 17 + random.integer(60);
      const education = pick(["HS-grad", "Some-college", "Bachelors", "Masters, or equal", "11th"]);
      const married = random.uniform() < 0.5;
      const score = age / 20 + (education.startsWith("Ma") ? 2 : 0) + (married ? 1 : 0) + random.uniform();
      return {
        name: `person ${row}, of many`,
        age: random.uniform() < 0.05 ? "" : String(age),
        workclass: random.uniform() < 0.1 ? "NA" : pick(["Private", "State gov", "Self emp"]),
        education,
        married: married ? "True" : "False",
        income: score > 4.2 ? ">50K" : "<=50K"
      };
    })
  );
}

/** An id, three numbers and a target of 1 and 2, with commas for decimals. */
function fiveColumns(rows: number, withTarget: boolean): string {
  const decimal = () => (random.uniform() * 20 - 10).toFixed(2);
  const table = Array.from({length: rows}, (_, row) => {
    const [a, b, c] = [decimal(), decimal(), String(random.integer(4))];
    const target = Number(a) + Number(b) / 2 + random.uniform() * 6 > 3 ? "2" : "1";
    const commas = {key: `k${row}`, a: a.replace(".", ","), b: b.replace(".", ","), c};
    return withTarget ? {...commas, target} : commas;
  });
  return dsvFormat(";").format(table);
}

const cancer =
  python === undefined
    ? await readFile("tests/fixtures/tables/breast-cancer.csv", "utf8")
    : runPython(await readFile("tests/fixtures/tables/breastCancer.py", "utf8"));

const tables: OwnTable[] = [
  {
    title: "Breast cancer",
    options: ["--target", "diagnosis", "--positive", "malignant"],
    files: {"breast_cancer.csv": cancer},
    says: ["“malignant” is 1 (as asked), “benign” is 0", "the row's number", "30 numbers (`mean radius`"],
    features: 30,
    needs: ["mean radius", "to worst fractal dimension"]
  },
  {
    title: "Adult like",
    options: ["--target", "income", "--id", "none"],
    files: {"adult-like.csv": adultLike(900)},
    says: ["3 of categories: `workclass` (3), `education` (5), `married` (2)", "Left out: `name`: 900 different texts"],
    features: 4,
    needs: ["workclass (", "An unknown one counts as missing."]
  },
  {
    title: "Five",
    options: ["--id", "key", "--test", "test.csv"],
    files: {"five.csv": fiveColumns(400, true), "test.csv": fiveColumns(60, false)},
    says: ["`target`: “2” is 1 (the greater one), “1” is 0", "60 rows of test.csv", "Id:       `key`"],
    features: 3,
    needs: ["A header with key and 3 feature columns"]
  }
];

let copy: Copy;
beforeAll(async () => {
  copy = await makeCopy(resolve("."));
});
afterAll(async () => {
  await removeCopy(copy.root);
});

const command = (name: string, ...args: string[]) => runCommandIn(copy, name, ...args);

describe.each(tables)("$title, from its file by commands alone", ({title, options, files, says, features, needs}) => {
  let report: Report;
  let test: string;
  let byCommand: Map<string, number>;
  beforeAll(async () => {
    await rm(join(copy.checkout, "data"), {recursive: true, force: true});
    for (const [name, text] of Object.entries(files)) await writeFile(join(copy.checkout, name), text);
    const [train = ""] = Object.keys(files);
    const said = await command("datafetch", "--train", train, ...options);
    for (const sentence of says) expect(said).toContain(sentence);
    await command("kfolds");
    await command("train", "lightgbm", ...smallTraining, "--name", "own");
    await command("stagemodel", "own");
    await command("predict");
    await command("build");
    await command("share");
    test = join(copy.checkout, "data/raw/test.csv");
    byCommand = scoresOf(await readFile(join(copy.checkout, "submission.csv"), "utf8"));
    report = await Report.open({root: join(copy.checkout, "dist")});
  }, 400_000);
  afterAll(() => report?.[Symbol.asyncDispose]());

  it("has pages that speak of these data, and of no others", async () => {
    for (const path of ["", "experiments", "features", "predict"]) {
      await report.visit(path);
      expect(await report.cellErrors(), path).toEqual([]);
      const text = await report.page.locator("main").innerText();
      expect(text, path).not.toMatch(/Santander|Kaggle|\b200\b (features|anonymous)|Demo data|undefined|\[object/i);
      expect(await report.page.locator("#data-badge").innerText(), path).toContain(title);
      if (path === "predict") for (const need of needs) expect(text.replaceAll("\n", " ")).toContain(need);
    }
    await report.visit("features");
    expect(await report.page.locator("main").innerText()).toContain(`${features} of ${features} features.`);
    expect(report.problems).toEqual([]);
  });

  it("scores its own sample and the test file in Chromium as predict does", async () => {
    await report.visit("predict");
    await report.page.getByRole("button", {name: "try it with a sample"}).click();
    await report.page.waitForSelector("table.scores");
    expect(await downloadedScores(report, copy.root)).toEqual(new Map([...byCommand].slice(0, 100)));
    await report.visit("predict");
    await report.page.setInputFiles("input[type=file]", test);
    await report.page.waitForSelector("table.scores");
    expect(await downloadedScores(report, copy.root)).toEqual(byCommand);
  });

  it("gets the same scores from a run that is not staged, and from the API as a file and as rows", async () => {
    await command("predict", "own", "--output", "own.csv");
    const own = await readFile(join(copy.checkout, "own.csv"), "utf8");
    expect(own).toBe(await readFile(join(copy.checkout, "submission.csv"), "utf8"));

    const byApi = await scoresByApi(join(copy.checkout, "models/staged"), await readFile(test, "utf8"));
    expect(byApi.asFile).toEqual(byCommand);
    expect(byApi.asRows).toEqual(byCommand);
  });

  it("is shared as one file that speaks of it", async () => {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.goto(pathToFileURL(join(copy.checkout, "shared/dashboards.html")).href);
      await page.locator(".detail svg").first().waitFor();
      const text = await page.locator("main").innerText();
      expect(text).toContain(title);
      expect(text).not.toMatch(/Santander|Kaggle|Demo data/);
    } finally {
      await browser.close();
    }
  });
});
