import {mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, test} from "vitest";
import {runCli} from "./runCli.js";

let project: string;
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), "project-"));
});
afterEach(() => rm(project, {recursive: true}));

const says = (stdout: string) => ({code: 0, stdout, stderr: ""});

test("datafetch --demo and kfolds fill data/, and do the right thing when run twice", async () => {
  const demo = ["--demo", "--rows", "200", "--seed", "7"];
  expect(await runCli("datafetch", demo, project)).toEqual(
    says("data/raw: demo data, 200 rows each for training and test (seed 7)\n")
  );
  const train = join(project, "data/raw/train.csv");
  const {mtimeMs} = await stat(train);
  expect(await runCli("datafetch", demo, project)).toEqual(says("data/raw: these demo data are there already\n"));
  expect((await stat(train)).mtimeMs).toBe(mtimeMs);

  const folded = says("data/folds.csv: 200 rows in 4 folds (seed 42)\n");
  expect(await runCli("kfolds", ["--folds", "4"], project)).toEqual(folded);
  const folds = await readFile(join(project, "data/folds.csv"), "utf8");
  expect(folds.split("\n").slice(0, 2)).toEqual(["ID_code,kfold", expect.stringMatching(/^train_0,[0-3]$/)]);
  expect(await runCli("kfolds", ["--folds", "4"], project)).toEqual(folded);
  expect(await readFile(join(project, "data/folds.csv"), "utf8")).toBe(folds);

  await runCli("datafetch", ["--demo", "--rows", "100"], project);
  expect(JSON.parse(await readFile(join(project, "data/raw/source.json"), "utf8"))).toMatchObject({trainRows: 100});
  expect((await readdir(join(project, "data"))).sort()).toEqual(["cache", "folds.csv", "raw"]);
});

test("a mistake in the training file is said with its place, and no folds are written", async () => {
  const raw = join(project, "data/raw");
  await mkdir(raw, {recursive: true});
  await writeFile(join(raw, "train.csv"), "ID_code,target,x\na,0,1\nb,1,two\n");
  await writeFile(join(raw, "test.csv"), "ID_code,x\nc,3\n");
  expect(await runCli("kfolds", [], project)).toEqual({
    code: 1,
    stdout: "",
    stderr: "Row 2, column `x` is “two”, not a number.\n  in data/raw/train.csv, row 2, column x\n"
  });
  expect(await readdir(join(project, "data"))).toEqual(["raw"]);
});

test("demo data do not take the place of other files", async () => {
  const raw = join(project, "data/raw");
  await mkdir(raw, {recursive: true});
  await writeFile(join(raw, "train.csv"), "ID_code,target,x\na,0,1\n");
  await writeFile(join(raw, "test.csv"), "ID_code,x\nc,3\n");
  const {code, stderr} = await runCli("datafetch", ["--demo"], project);
  expect({code, stderr}).toEqual({
    code: 1,
    stderr: "data/raw holds other files than demo data. Move them away to make demo data.\n"
  });
});

test("a folder that is not there is named, and nothing is made", async () => {
  for (const [command, ...args] of [["kfolds"], ["train", "lightgbm"]] as const) {
    const {code, stdout, stderr} = await runCli(command, [...args, "--data", "dta"], project);
    expect({code, stdout, stderr}).toEqual({
      code: 1,
      stdout: "",
      stderr: "There is no folder dta. Demo data are made for `data` alone.\n  in dta\n"
    });
  }
  expect(await readdir(project)).toEqual([]);
});

test("what is in the way is said without a stack trace", async () => {
  await runCli("datafetch", ["--demo", "--rows", "100"], project);
  await mkdir(join(project, "data/folds.csv"));
  const expected = {code: 1, stdout: "", stderr: "data/folds.csv is a folder, not a file.\n  in data/folds.csv\n"};
  expect(await runCli("kfolds", [], project)).toEqual(expected);
  expect(await runCli("train", ["lightgbm"], project)).toEqual(expected);
});

test("bench names its benchmarks", async () => {
  expect((await runCli("bench", ["--list"], ".")).stdout.split("\n")).toEqual(
    expect.arrayContaining(["csv", "dataset"])
  );
  expect(await runCli("bench", ["csv", "csw"], ".")).toEqual({
    code: 1,
    stdout: "",
    stderr: "There is no benchmark csw. Did you mean csv?\n"
  });
});
