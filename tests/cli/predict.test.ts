import {spawn} from "node:child_process";
import {lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import process from "node:process";
import {afterAll, beforeAll, expect, test} from "vitest";
import {MlrunsStore} from "../../models/tracking/mlruns/mlrunsStore.js";
import {stagedTreeFiles} from "../fixtures/stagedModel.js";
import {logCrossValidation} from "../models/staging/loggedRuns.js";
import {runCli} from "./runCli.js";

let project: string;

const predict = (...args: string[]) => runCli("predict", args, project);

const header = "ID_code,feature_0,feature_1,feature_2,feature_3,feature_4,feature_5";

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "predict-"));
  await mkdir(join(project, "models", "staged"), {recursive: true});
  for (const [name, content] of Object.entries(stagedTreeFiles())) {
    await writeFile(join(project, "models", "staged", name), content);
  }
  await logCrossValidation(new MlrunsStore(join(project, "mlruns")), {name: "first"});
  await writeFile(join(project, "rows.csv"), `${header},extra\ntest_0,1,2,3,4,5,6,x\ntest_1,,2,3,4,5,6,y\n`);
});

afterAll(() => rm(project, {recursive: true}));

test("the staged model, a run by its model's name and by its own score alike", async () => {
  const {code: exitCode, stdout} = await predict("--input", "rows.csv");
  expect(stdout.split("\n")).toEqual([
    "1 value is missing in `feature_0`; some were in the training data too, and the model treats them as it learned to.",
    "2 values of 1 column are outside the range of the training data, in 2 of 2 rows. `feature_5` up to 6 (training -5 to 5). The model treats such a value as the nearest one in its training data.",
    "Not used by the model, and ignored: `extra`.",
    expect.stringMatching(/^Scored 2 rows with lightgbm \(run small, [0-9a-f]{8}\) into submission\.csv\.$/),
    ""
  ]);
  expect(exitCode).toBe(0);
  const staged = await readFile(join(project, "submission.csv"), "utf8");
  expect(staged).toMatch(/^ID_code,target\ntest_0,0\.\d+\ntest_1,0\.\d+\n$/);
  const score = (name: string) => predict(name, "--input", "rows.csv", "--output", `out/${name}.csv`);
  for (const {code} of await Promise.all([score("lightgbm"), score("first")])) expect(code).toBe(0);
  const scores = (text: string) => Array.from(text.matchAll(/^test_\d,(.*)$/gm), ([, score]) => Number(score));
  for (const name of ["lightgbm", "first"]) {
    const own = scores(await readFile(join(project, "out", `${name}.csv`), "utf8"));
    expect(own).toHaveLength(2);
    // The staged one here is an ONNX graph only, which computes in 32 bits.
    for (const [row, score] of scores(staged).entries()) expect(own[row]).toBeCloseTo(score, 6);
  }
});

test("--probability writes the prediction as well", async () => {
  expect((await predict("--input", "rows.csv", "--output", "full.csv", "--probability")).code).toBe(0);
  expect(await readFile(join(project, "full.csv"), "utf8")).toMatch(
    /^ID_code,probability,prediction\ntest_0,0\.\d+,[01]\n/
  );
});

test("--spreadsheet disarms ids that are formulas, and nothing else does", async () => {
  await writeFile(join(project, "formulas.csv"), `${header}\n=1+1,1,2,3,4,5,5\n-7,1,2,3,4,5,5\n`);
  const [safe, plain] = await Promise.all([
    predict("--input", "formulas.csv", "--output", "safe.csv", "--spreadsheet"),
    predict("--input", "formulas.csv", "--output", "plain.csv", "--probability")
  ]);
  expect([safe.code, plain.code]).toEqual([0, 0]);
  expect(await readFile(join(project, "safe.csv"), "utf8")).toMatch(/^ID_code,.*\n'=1\+1,.*\n-7,/);
  expect(await readFile(join(project, "plain.csv"), "utf8")).toMatch(/^ID_code,.*\n=1\+1,.*\n-7,/);
});

test("a user's mistake is one or two plain lines and leaves nothing", async () => {
  await writeFile(join(project, "bad.csv"), `${header}\ntest_0,1,2,3,4,5,six\n`);
  const [bad, unknown] = await Promise.all([
    predict("--input", "bad.csv", "--output", "none.csv"),
    predict("lightgmb", "--input", "rows.csv", "--output", "none.csv")
  ]);
  expect(bad).toMatchObject({code: 1, stdout: ""});
  expect(bad.stderr).toBe("Row 1, column `feature_5` is “six”, not a number.\n  in bad.csv, row 1, column feature_5\n");
  expect(unknown).toMatchObject({code: 1, stderr: expect.stringContaining("Did you mean `lightgbm`?")});
  expect(unknown.stderr).not.toContain("    at ");
  expect((await readdir(project)).filter((name) => name.startsWith("none"))).toEqual([]);
});

test("--output writes to devices and through links, and - is standard input and output", async () => {
  const rows = ["--input", "rows.csv"];
  const {code, stdout, stderr} = await predict(...rows, "--output", "-");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ID_code,target\ntest_0,0\.\d+\ntest_1,0\.\d+\n$/);
  expect(stderr).toContain("into standard output.");
  expect((await predict(...rows, "--output", "/dev/null")).code).toBe(0);
  expect((await lstat("/dev/null")).isCharacterDevice()).toBe(true);
  const full = await predict(...rows, "--output", "/dev/full");
  expect(full).toMatchObject({code: 1, stderr: expect.stringContaining("The disk is full")});
  await mkdir(join(project, "elsewhere"), {recursive: true});
  await symlink("elsewhere/scores.csv", join(project, "link.csv"));
  for (let time = 0; time < 2; time++) {
    expect((await predict(...rows, "--output", "link.csv")).code).toBe(0);
    expect(await readFile(join(project, "elsewhere", "scores.csv"), "utf8")).toBe(stdout);
    expect((await lstat(join(project, "link.csv"))).isSymbolicLink()).toBe(true);
  }
  expect(await predict(...rows, "--output", "elsewhere")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("is a folder, not a file")
  });
});

test("named pipes are read and written, also when the reader leaves", async () => {
  const shell = (script: string) =>
    new Promise<{code: number | null; text: string}>((resolve) => {
      const child = spawn("bash", ["-c", script], {cwd: project});
      let text = "";
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (chunk) => {
          text += chunk;
        });
      child.once("close", (code) => resolve({code, text}));
    });
  const command = `"${process.execPath}" --import "${import.meta.resolve("tsx")}" "${resolve("cli/predict.ts")}"`;
  await shell("mkfifo pipe");
  const piped = await shell(`cat pipe > read.csv & ${command} --output pipe --input - < rows.csv; wait`);
  expect(piped).toMatchObject({code: 0});
  expect(await readFile(join(project, "read.csv"), "utf8")).toMatch(/^ID_code,target\ntest_0,/);
  expect((await lstat(join(project, "pipe"))).isFIFO()).toBe(true);
  const many = `(head -1 rows.csv; yes "test_0,1,2,3,4,5,6,x" | head -200000)`;
  const left = await shell(
    `head -c 10 pipe > /dev/null & ${many} | ${command} --output pipe --input -; echo "code $?"`
  );
  expect(left.text).toContain("closed it before its end");
  expect(left.text).toContain("code 1");
  const early = await shell(`${many} | ${command} --output - --input - | head -1; echo "code \${PIPESTATUS[1]}"`);
  expect(early.text).toBe("ID_code,target\ncode 0\n");
});
