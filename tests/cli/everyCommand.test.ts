import {mkdir, mkdtemp, readdir, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {writeDemo} from "../../data-loaders/demo/writeDemo.js";
import {listFiles} from "../../dataset/files.js";
import {writeTrainingData} from "../models/staging/trainingData.js";
import {runCli} from "./runCli.js";

let project: string;
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "commands-"));
});
afterAll(() => rm(project, {recursive: true}));

const {scripts}: {scripts: Record<string, string>} = JSON.parse(await readFile("package.json", "utf8"));
const commands = Object.keys(scripts).filter((name) => scripts[name].endsWith(` cli/${name}.ts`));

/** Words that say less than plain ones, or that the field does not use. */
const quaint = /\b(told|mend|mends|mended|looks? at|parted|passed over|so many|anew)\b/i;

test.each(commands)("%s: --help has the form of all, in plain words, and runs nothing", async (name) => {
  const {code, stdout, stderr} = await runCli(name, ["--help"], project);
  expect({code, stderr}).toEqual({code: 0, stderr: ""});
  const [summary, usage, table, ...rest] = stdout.trimEnd().split("\n\n");
  expect(rest).toEqual([]);
  expect(summary).toMatch(/^[A-Z][a-z-]+s .*\.$/s);
  expect(usage).toMatch(new RegExp(`^Usage: npm run ${name}( -- (\\[?[A-Z/]+(\\.\\.\\.)?\\]? ?)?(\\[options\\])?)?$`));
  expect(table).toMatch(/^( {2,}\S.*\n)* {2}--help +show this text$/);
  expect(stdout.split("\n").filter((line) => line.length > 100)).toEqual([]);
  expect(stdout).not.toMatch(quaint);
  expect(await readdir(project)).toEqual([]);
});

test.each(commands)("%s: an option that there is not is one line, exit code 1, and nothing is done", async (name) => {
  const {code, stdout, stderr} = await runCli(name, ["--no-such-option"], project);
  expect({code, stdout}).toEqual({code: 1, stdout: ""});
  expect(stderr).toMatch(/^There is no option --no-such-option\. .+\n$/);
  expect(await readdir(project)).toEqual([]);
});

test("every command that reads data calls the folder --data", async () => {
  for (const name of ["datafetch", "kfolds", "train", "sweep", "stagemodel", "predict", "submit"])
    expect((await runCli(name, ["--help"], project)).stdout).toMatch(/^ {2}--data FOLDER +\S/m);
});

test("files that are folders, folders that are files, and what is not there end in a sentence and change nothing", async () => {
  const folder = join(project, "faults");
  await mkdir(folder);
  await writeDemo(join(folder, "data", "raw"), {rows: 60});
  await writeTrainingData(join(folder, "own"));
  await writeFile(join(folder, "file"), "text");
  const before = await listFiles(folder);
  const cases: [command: string, args: string[], sentence: string][] = [
    ["kfolds", ["--data", "file"], "file is a file; name the folder in which raw/train.csv and raw/test.csv are."],
    ["train", ["lightgbm", "--data", "nowhere"], "There is no folder nowhere."],
    ["train", [], "npm run train needs MODEL"],
    ["sweep", ["lightgbm", "--data", "nowhere"], "There is no folder nowhere."],
    ["sweep", ["lightgbm", "--space", "nowhere.yaml"], "There is no file nowhere.yaml."],
    ["stagemodel", ["--data", "nowhere"], "There is no folder nowhere."],
    ["stagemodel", ["models/mine.onnx"], "There are no runs yet"],
    ["predict", ["--input", "nowhere.csv"], "There is no staged model"],
    ["predict", ["lightgbm"], "There are no runs yet"],
    ["submit", ["nowhere.csv"], "There is no file nowhere.csv."],
    ["submit", ["data"], "There is no file data."],
    ["publish-model", ["a/b", "--input", "data"], "There is no staged model in data"],
    ["publish-model", ["a"], "OWNER/NAME"],
    ["publish-report", ["a/b"], "There is no built report"],
    ["assemble", ["data"], "There is no staged model"],
    ["serve", [], "There is no built report"],
    ["deploy", [], "DEPLOY_HOOK_URL is not set"],
    ["datafetch", ["--demo", "--data", "file"], "file"],
    ["mlflow", ["--port", "x"], "Option --port needs a whole number"]
  ];
  for (const [command, args, sentence] of cases) {
    const {code, stdout, stderr} = await runCli(command, args, folder);
    expect({command, args, code, stdout}).toEqual({command, args, code: 1, stdout: ""});
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/^ +at /m);
  }
  expect(await listFiles(folder)).toEqual(before);
}, 120_000);
