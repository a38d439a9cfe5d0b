import {mkdir, mkdtemp, readdir, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {MlrunsStore} from "../../models/tracking/mlruns/mlrunsStore.js";
import {stagedFiles} from "../fixtures/stagedModel.js";
import {logCrossValidation} from "../models/staging/loggedRuns.js";
import {runCli} from "./runCli.js";

let project: string;

const predict = (...args: string[]) => runCli("predict", args, project);

const header = "ID_code,feature_0,feature_1,feature_2,feature_3,feature_4,feature_5";

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "predict-"));
  await mkdir(join(project, "models", "staged"), {recursive: true});
  for (const [name, content] of Object.entries(stagedFiles())) {
    await writeFile(join(project, "models", "staged", name), content);
  }
  await logCrossValidation(new MlrunsStore(join(project, "mlruns")), {name: "first"});
  await writeFile(join(project, "rows.csv"), `${header},extra\ntest_0,1,2,3,4,5,6,x\ntest_1,,2,3,4,5,6,y\n`);
});

afterAll(() => rm(project, {recursive: true}));

test("the staged model, a model's newest run and a run by name score alike", async () => {
  const {code: exitCode, stdout} = await predict("--input", "rows.csv");
  expect(stdout).toBe("Columns left out: extra\nScored 2 rows with lightgbm (run small) into submission.csv.\n");
  expect(exitCode).toBe(0);
  const staged = await readFile(join(project, "submission.csv"), "utf8");
  expect(staged).toMatch(/^ID_code,target\ntest_0,0\.\d+\ntest_1,0\.\d+\n$/);
  const score = (name: string) => predict(name, "--input", "rows.csv", "--output", `out/${name}.csv`);
  for (const {code} of await Promise.all([score("lightgbm"), score("first")])) expect(code).toBe(0);
  for (const name of ["lightgbm", "first"]) {
    expect(await readFile(join(project, "out", `${name}.csv`), "utf8")).toBe(staged);
  }
});

test("--probability writes the prediction as well", async () => {
  expect((await predict("--input", "rows.csv", "--output", "full.csv", "--probability")).code).toBe(0);
  expect(await readFile(join(project, "full.csv"), "utf8")).toMatch(
    /^ID_code,probability,prediction\ntest_0,0\.\d+,[01]\n/
  );
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
