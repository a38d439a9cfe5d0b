import {mkdir, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {gunzipSync} from "node:zlib";
import {loadLightGBM} from "lightgbm-wasm";
import {afterEach, beforeEach, expect, test} from "vitest";
import {readStaged} from "../../models/staging/readStaged.js";
import {artifactPaths} from "../../models/tracking/crossValidationRuns.js";
import {MlrunsStore} from "../../models/tracking/mlruns/mlrunsStore.js";
import {csvField} from "../../src/lib/csv/csvWriter.js";
import {RandomSource} from "../../src/lib/random.js";
import {runCli} from "./runCli.js";

let project: string;
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), "pipeline-"));
});
afterEach(() => rm(project, {recursive: true}));

const rows = 400;
const settings = ["--set", "num_iterations=4", "--set", "min_data_in_leaf=20", "--set", "learning_rate=0.3"];

/** Random columns, the first of which tells the target; the test file has the training file's rows. */
async function writeTables(names: readonly string[], value: (random: RandomSource, column: number) => number) {
  const random = new RandomSource(11);
  const table = Array.from({length: rows}, (_, row) => {
    const target = row % 2;
    return {target, features: names.map((_, i) => value(random, i) + (i === 0 ? target : 0))};
  });
  const header = names.map(csvField).join(",");
  const raw = join(project, "data/raw");
  await mkdir(raw, {recursive: true});
  const training = table.map(({target, features}, row) => `train_${row},${target},${features.join()}\n`);
  await writeFile(join(raw, "train.csv"), `ID_code,target,${header}\n${training.join("")}`);
  const testing = table.map(({features}, row) => `test_${row},${features.join()}\n`);
  await writeFile(join(raw, "test.csv"), `ID_code,${header}\n${testing.join("")}`);
  return table;
}

/** From `kfolds` to a scored file; the last output of each command. */
async function runPipeline(): Promise<void> {
  for (const [command, ...args] of [
    ["kfolds"],
    ["train", "lightgbm", ...settings],
    ["stagemodel"],
    ["predict"]
  ] as const) {
    const {code, stderr} = await runCli(command, args, project);
    expect({command, code, stderr}).toEqual({command, code: 0, stderr: ""});
  }
}

test("features with any names go from folds to a scored file, and keep their names", async () => {
  const names = [
    "höhe (m)",
    "a b",
    "a_b",
    'x[0]: "a"',
    "{b}, c",
    "two\nlines",
    "__proto__",
    "../x",
    "100%",
    "0",
    `${"long ".repeat(16)}name`,
    "<b>&amp;"
  ];
  const table = await writeTables(names, (random) => random.integer(1000) / 500);
  await runPipeline();

  const {manifest} = await readStaged(join(project, "models/staged"));
  expect(manifest.features).toEqual(names);
  const store = new MlrunsStore(join(project, "mlruns"));
  const importance: unknown = JSON.parse(
    new TextDecoder().decode(await store.readArtifact(manifest.runId, artifactPaths.importance))
  );
  expect(importance).toMatchObject(names.map((feature) => ({feature})));

  // The staged text is genuine: LightGBM loads it, and gives the probabilities of the scored file.
  const text = gunzipSync(await readFile(join(project, "models/staged/model.txt.gz"))).toString();
  using lightgbm = await loadLightGBM();
  using booster = lightgbm.boosterFromString(text);
  const matrix = Float64Array.from(table.flatMap(({features}) => features));
  const probabilities = booster.predict({matrix, columnCount: names.length});
  const lines = (await readFile(join(project, "submission.csv"), "utf8")).trimEnd().split("\n").slice(1);
  expect(lines).toHaveLength(rows);
  for (const [row, line] of lines.entries()) {
    expect(Number(line.split(",")[1])).toBeCloseTo(probabilities[row], 6);
  }
});

test("columns without values, of one value, of extreme and of infinite ones train and stage", async () => {
  const names = ["plain", "missing", "constant", "tiny", "huge", "infinite"];
  await writeTables(names, (random, column) => {
    const share = random.integer(1000) / 1000;
    return (
      [share, Number.NaN, 5, share * 1e-319, (share - 0.5) * 1.7e308, share < 0.2 ? Infinity : -share][column] ?? 0
    );
  });
  const train = join(project, "data/raw/train.csv");
  for (const file of [train, join(project, "data/raw/test.csv")])
    await writeFile(file, (await readFile(file, "utf8")).replaceAll("NaN", "").replaceAll("Infinity", "inf"));
  await runPipeline();
  const {manifest} = await readStaged(join(project, "models/staged"));
  expect(manifest.histograms.map(({missing}) => missing)).toEqual([0, rows, 0, 0, 0, 0]);
  expect(JSON.stringify(manifest)).not.toMatch(/null/);
});
