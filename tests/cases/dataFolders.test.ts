import {mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, test} from "vitest";
import {loadFeatureProfiles} from "../../data-loaders/profile/loadFeatureProfiles.js";
import {readFolds} from "../../dataset/foldsFile.js";
import {readDataset} from "../../dataset/readDataset.js";
import {readStaged} from "../../models/staging/readStaged.js";
import {featuresFinding} from "../../src/components/features/findings.js";
import {runCli} from "../cli/runCli.js";
import {describeCases, unpackCase} from "./cases.js";

const quick = ["--set", "num_iterations=4", "--set", "min_data_in_leaf=20"];

describeCases("data folders", () => {
  /** A folder in which commands run, with the case as its `data`. */
  let project: string;
  let unpacked: string;

  beforeEach(async () => {
    project = await mkdtemp(join(tmpdir(), "cases-"));
    unpacked = await mkdtemp(join(tmpdir(), "cases-"));
  });
  afterEach(async () => {
    await rm(project, {recursive: true});
    await rm(unpacked, {recursive: true});
  });

  const open = async (name: string) => rename(await unpackCase(name, unpacked), join(project, "data"));

  async function run([command, ...args]: readonly [string, ...string[]]) {
    const {code, stderr} = await runCli(command, args, project);
    return {code, stderr};
  }
  const success = {code: 0, stderr: ""};
  const failure = (message: RegExp) => ({code: 1, stderr: expect.stringMatching(message)});

  /** From `kfolds` to a scored file. */
  async function runPipeline(): Promise<void> {
    for (const command of [["kfolds"], ["train", "lightgbm", ...quick], ["stagemodel"], ["predict"]] as const)
      expect({command, ...(await run(command))}).toEqual({command, ...success});
    const [train, test, scores] = await Promise.all(
      ["data/raw/train.csv", "data/raw/test.csv", "submission.csv"].map((path) => readFile(join(project, path), "utf8"))
    );
    expect(scores?.split("\n")).toHaveLength(test?.split("\n").length ?? 0);
    const {manifest} = await readStaged(join(project, "models/staged"));
    const dataset = await readDataset(join(project, "data/raw/train.csv"));
    expect(manifest.features).toEqual(dataset.featureNames);
    expect(train?.startsWith(manifest.idColumn)).toBe(true);
  }

  test("one-class-fold: train refuses the fold by its number", async () => {
    await open("one-class-fold");
    expect(await run(["train", "lightgbm", ...quick])).toEqual(
      failure(/^Fold \d of data\/folds\.csv has no row with target [01]\. Every fold needs rows of both targets/)
    );
    expect(await readdir(project)).toEqual(["data"]);
  });

  test("one-class-fold: kfolds refuses to make one", async () => {
    const rows = Array.from({length: 40}, (_, row) => `r${row},${row < 3 ? 1 : 0},${row}\n`);
    await mkdir(join(project, "data/raw"), {recursive: true});
    await writeFile(join(project, "data/raw/train.csv"), `ID_code,target,a\n${rows.join("")}`);
    await writeFile(join(project, "data/raw/test.csv"), "ID_code,a\nt,1\n");
    expect(await run(["kfolds"])).toEqual(failure(/target 1/));
    expect(await readdir(join(project, "data"))).not.toContain("folds.csv");
  });

  test("train-dup-ids: kfolds and train name the id and both rows", async () => {
    await open("train-dup-ids");
    for (const command of [["kfolds"], ["train", "lightgbm"]] as const)
      expect(await run(command)).toEqual(
        failure(/^Rows [\d,]+ and [\d,]+ of the training file have the same id, `.+`\./)
      );
  });

  test("all-missing-column: it has no values, is never ranked, and trains", async () => {
    await open("all-missing-column");
    await mkdir(join(project, "data/raw"));
    for (const file of ["train.csv", "test.csv"])
      await rename(join(project, "data", file), join(project, "data/raw", file));
    await runPipeline();
    const {features} = await loadFeatureProfiles({directory: join(project, "data")});
    const empty = features.find(({name}) => name === "empty");
    expect(empty).toMatchObject({train: {rows: 200, missing: 200, distinct: 0}});
    expect(empty).not.toHaveProperty("auc");
    expect(empty).not.toHaveProperty("drift");
    expect(featuresFinding({features})).toMatch(/(the best, a,|: a\b)/);
  });

  test.each(["train-names-path", "train-names-odd", "train-tiny"])(
    "%s goes from folds to a scored file, with its names",
    async (name) => {
      await open(name);
      await runPipeline();
    }
  );

  test("folds: as people have them they are read, and what is no assignment is refused", async () => {
    const folder = await unpackCase("folds", unpacked);
    const dataset = await readDataset(join(folder, "train.csv"));
    const expected = await readFolds(join(folder, "plain.csv"), dataset);
    for (const name of [
      "bom",
      "index",
      "float",
      "blankEnd",
      "crlf",
      "name",
      "quoted",
      "semicolon",
      "spaces",
      "wholeTable"
    ])
      expect({name, ...(await readFolds(join(folder, `${name}.csv`), dataset))}).toEqual({name, ...expected});
    expect((await readFolds(join(folder, "shuffled.csv"), dataset)).folds).toBe(5);
    for (const [name, message] of [
      ["gap", /Fold \d of/],
      ["minus1", /has `-1` as its fold/],
      ["oneBased", /Fold 0 of/],
      ["onefoldclass", /has no row with target/],
      ["train", /has no column `kfold`/]
    ] as const)
      await expect(readFolds(join(folder, `${name}.csv`), dataset)).rejects.toThrow(message);
  });
});
