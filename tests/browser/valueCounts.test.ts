import {readFile, writeFile} from "node:fs/promises";
import {join, resolve} from "node:path";
import {csvFormat, csvParse} from "d3-dsv";
import {gunzipSync, strFromU8} from "fflate";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {parseManifest} from "../../src/lib/staged/parseManifest.js";
import {readMetrics, startTestServer, type TestServer} from "../server/testServer.js";
import {type Copy, makeCopy, removeCopy} from "../steps/copy.js";
import {Report} from "./report.js";
import {downloadedScores, runCommandIn, scoresByServer, scoresOf} from "./tableReport.js";

describe("a model that counts values, from data with planted repeats by commands alone", () => {
  let copy: Copy;
  let report: Report;
  let api: TestServer;
  let test: string;
  let byCommand: Map<string, number>;

  const scoresIn = async (file: string) => scoresOf(await readFile(join(copy.checkout, file), "utf8"));

  beforeAll(async () => {
    copy = await makeCopy(resolve("."));
    await runCommandIn(copy, "datafetch", "--demo", "--repeats", "--rows", "2000");
    const settings = ["num_iterations=400", "min_data_in_leaf=40"].flatMap((setting) => ["--set", setting]);
    await runCommandIn(copy, "train", "lightgbm-counts", ...settings, "--name", "counts");
    expect(await runCommandIn(copy, "stagemodel", "counts")).toMatch(/features {3}200\n/);
    await runCommandIn(copy, "predict");
    await runCommandIn(copy, "build");
    test = join(copy.checkout, "data/raw/test.csv");
    byCommand = await scoresIn("submission.csv");
    report = await Report.open({root: join(copy.checkout, "dist")});
    api = await startTestServer({
      MODEL_DIRECTORY: join(copy.checkout, "models/staged"),
      // The rows as JSON are 9 MB.
      MAX_JSON_BYTES: "32000000"
    });
  }, 400_000);
  afterAll(async () => {
    await report?.[Symbol.asyncDispose]();
    await api?.close();
    if (copy) await removeCopy(copy.root);
  });

  it("has counts that the model goes by", async () => {
    const text = await readFile(join(copy.checkout, "models/staged/model.txt.gz"));
    const trees = strFromU8(gunzipSync(text));
    expect(trees).toMatch(/^feature_names=.* var_0_count /m);
    expect(trees).toMatch(/^var_\d+_count=\d+$/m);
  });

  it("is shown by every page, its counts among the importances", async () => {
    const {runId} = parseManifest(await readFile(join(copy.checkout, "models/staged/manifest.json"), "utf8"));
    for (const path of ["", "experiments", "features", `run?id=${runId}`]) {
      await report.visit(path);
      expect(await report.cellErrors(), path).toEqual([]);
    }
    expect(await report.page.locator("main").textContent()).toMatch(/var_\d+_count/);
    expect(report.problems).toEqual([]);
  });

  it("gives the same probabilities to the command, to Chromium and to the API, as a file and as rows", async () => {
    await report.visit("predict");
    await report.page.setInputFiles("input[type=file]", test);
    await report.page.waitForSelector("table.scores");
    expect(await downloadedScores(report, copy.root)).toEqual(byCommand);
    const {asFile, asRows} = await scoresByServer(api, await readFile(test, "utf8"));
    expect(asFile).toEqual(byCommand);
    expect(asRows).toEqual(byCommand);
    await runCommandIn(copy, "predict", "counts", "--output", "own.csv");
    expect(await scoresIn("own.csv")).toEqual(byCommand);
    expect(report.problems).toEqual([]);
  });

  it("is checked for ranges, missing values and drift by the columns of the file", async () => {
    const rows = csvParse(await readFile(test, "utf8"));
    for (const row of rows.slice(0, 40)) row.var_3 = "";
    rows.forEach((row, index) => {
      row.var_8 = String(1000 + index);
    });
    const drifted = join(copy.checkout, "drifted.csv");
    await writeFile(drifted, csvFormat(rows));
    const said = await runCommandIn(copy, "predict", "--input", "drifted.csv", "--output", "drifted-scores.csv");
    expect(said).toContain("40 values are missing in `var_3`");
    expect(said).toContain("outside the range of the training data, in 2,000 of 2,000 rows");
    expect(said).toContain("Farthest: `var_8` up to 2999 (");
    expect(said).not.toContain("_count");
    await report.visit("predict");
    await report.page.setInputFiles("input[type=file]", drifted);
    await report.page.waitForSelector("table.scores");
    expect(await downloadedScores(report, copy.root)).toEqual(await scoresIn("drifted-scores.csv"));
    const shown = await report.page.locator("main").innerText();
    expect(shown).toContain("var_8");
    expect(shown).toContain("var_3");
    expect(shown).not.toContain("_count");

    const driftOf = async () => (await readMetrics(api)).get('model_input_drift_psi{feature="var_8"}') ?? 0;
    const before = await driftOf();
    await scoresByServer(api, csvFormat(rows));
    expect(await driftOf()).toBeGreaterThan(before + 1);
    expect([...(await readMetrics(api)).keys()].filter((name) => name.includes('_count"'))).toEqual([]);
  });
});
