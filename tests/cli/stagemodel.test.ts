import {mkdtemp, readdir, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {readStaged} from "../../models/staging/readStaged.js";
import {MlrunsStore} from "../../models/tracking/mlruns/mlrunsStore.js";
import {logCrossValidation} from "../models/staging/loggedRuns.js";
import {writeTrainingData} from "../models/staging/trainingData.js";
import {runCli} from "./runCli.js";

let project: string;

const stagemodel = (...args: string[]) => runCli("stagemodel", args, project);

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "stagemodel-"));
  const digest = await writeTrainingData(join(project, "data"));
  const store = new MlrunsStore(join(project, "mlruns"));
  await logCrossValidation(store, {name: "best", digest, auc: 0.9});
  await logCrossValidation(store, {name: "newest", digest, startTime: 2});
});

afterAll(() => rm(project, {recursive: true}));

test("the champion is staged unless another run is named", async () => {
  const champion = await stagemodel();
  expect(champion.stdout).toMatch(/^lightgbm, run best \([0-9a-f]{8}\)\n {2}AUC +0\.9000 ± 0\.0100 over 3 folds\n/);
  expect(champion.code).toBe(0);
  expect((await readStaged(join(project, "models/staged"))).manifest.runName).toBe("best");
  expect((await stagemodel("newest", "--output", "other")).code).toBe(0);
  expect((await readStaged(join(project, "other"))).manifest.runName).toBe("newest");
});

test("an unknown run is one plain line", async () => {
  const {code, stdout, stderr} = await stagemodel("bestt", "--output", "none");
  expect({code, stdout}).toEqual({code: 1, stdout: ""});
  expect(stderr).toBe("There is no finished run `bestt` in mlruns. Did you mean `best`?\n");
  expect(await readdir(project)).not.toContain("none");
});
