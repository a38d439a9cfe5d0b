import {mkdtemp, readdir, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeAll, beforeEach, expect, test} from "vitest";
import {openNodeSession} from "../../../models/staging/nodeSession.js";
import {scoreToFile} from "../../../models/staging/scoreToFile.js";
import {predictionFormat, submissionFormat} from "../../../src/lib/scoring/results.js";
import type {ScoringSession} from "../../../src/lib/scoring/scoringSession.js";
import {openStagedModel} from "../../../src/lib/staged/stagedModel.js";
import {parseTreeEnsemble} from "../../../src/lib/trees/parse.js";
import {predictProbability} from "../../../src/lib/trees/predict.js";
import {manifest, mergedText, stagedTreeFiles} from "../../fixtures/stagedModel.js";

let session: ScoringSession;
let directory: string;
let input: string;
let output: string;

beforeAll(async () => {
  session = await openNodeSession(openStagedModel(stagedTreeFiles()).model, manifest);
});

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "score-"));
  input = join(directory, "test.csv");
  output = join(directory, "submission.csv");
});

afterEach(() => rm(directory, {recursive: true}));

const header = "ID_code,feature_0,feature_1,feature_2,feature_3,feature_4,feature_5\n";

test("a submission has a line for each row, in order", async () => {
  const values = [1.5, -2, 0, 4.25, 1, 7];
  await writeFile(input, `${header}test_0,${values}\ntest_1,1,2,,,5,6\n`);
  let bytes = 0;
  const onProgress = (progress: {bytes: number}) => {
    bytes = progress.bytes;
  };
  const summary = await scoreToFile({input, output, format: submissionFormat(), manifest, session, onProgress});
  expect(summary.rows).toBe(2);
  expect(bytes).toBe((await readFile(input)).length);
  const [first, second, third, end] = (await readFile(output, "utf8")).split("\n");
  expect([first, third.split(",")[0], end]).toEqual(["ID_code,target", "test_1", ""]);
  const expected = predictProbability(parseTreeEnsemble(mergedText), values);
  expect(Math.abs(Number(second.split(",")[1]) - expected)).toBeLessThan(1e-6);
});

test("a mistake in the last row leaves the file that was there, and nothing else", async () => {
  await writeFile(output, "yesterday's");
  const rows = Array.from({length: 5000}, (_, row) => `test_${row},1,2,3,4,5,6\n`);
  await writeFile(input, `${header}${rows.join("")}test_5000,1,2,3,4,5,six\n`);
  await expect(scoreToFile({input, output, format: predictionFormat(0.5), manifest, session})).rejects.toMatchObject({
    code: "csv-not-a-number",
    place: {file: input, row: 5001, column: "feature_5", value: "six"}
  });
  expect(await readFile(output, "utf8")).toBe("yesterday's");
  expect((await readdir(directory)).sort()).toEqual(["submission.csv", "test.csv"]);
});

test("a missing file is named, and aborting leaves nothing", async () => {
  const options = {input, output, format: submissionFormat(), manifest, session};
  await expect(scoreToFile(options)).rejects.toMatchObject({code: "file-missing", place: {file: input}});
  await writeFile(input, `${header}test_0,1,2,3,4,5,6\n`);
  await expect(scoreToFile({...options, signal: AbortSignal.abort()})).rejects.toMatchObject({name: "AbortError"});
  expect(await readdir(directory)).toEqual(["test.csv"]);
});
