import {mkdtemp, readdir, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {gunzipSync} from "node:zlib";
import {type Booster, loadLightGBM} from "lightgbm-wasm";
import {afterAll, beforeAll, expect, test} from "vitest";
import {ensureBuilt} from "../../lightgbm-wasm/build.js";
import {openNodeSession} from "../../models/staging/nodeSession.js";
import {readStaged, stagedDirectory} from "../../models/staging/readStaged.js";
import {scoreToFile} from "../../models/staging/scoreToFile.js";
import {readConfiguration} from "../../server/settings/configuration.js";
import {type RunningServer, startServer} from "../../server/start.js";
import {UserError} from "../../src/lib/errors.js";
import type {Finding} from "../../src/lib/scoring/findings.js";
import {predictionFormat} from "../../src/lib/scoring/results.js";
import type {ScoringSession} from "../../src/lib/scoring/scoringSession.js";
import type {Manifest} from "../../src/lib/staged/manifest.js";
import {modelTextFile} from "../../src/lib/staged/stagedModel.js";
import {casesDirectory, describeCases} from "./cases.js";

interface Outcome {
  /** What `var_0` of the second row is, where it is not that of plain.csv. */
  value?: number;
  ids?: string[];
  /** What is said about the file, but for what was in order. */
  findings?: RegExp[];
  /** The file is refused. */
  refusal?: {code: string; message: RegExp};
}

const missing: Outcome = {
  value: Number.NaN,
  findings: [/^1 value is missing in `var_0`, where none was in the training/]
};
const refused = (code: string, message: RegExp): Outcome => ({refusal: {code, message}});
const ignored = (what: string) => ({findings: [new RegExp(`^Not used by the model, and ignored: ${what}\\.$`)]});
const outside = /outside the range of the training data, in row 2 \(`test_1`\)/;

const outcomes: Record<string, Outcome> = {
  "plain.csv": {},
  "bom.csv": {},
  "float16-digits.csv": {},
  "many-extra.csv": ignored("`x0`, `x1`, `x2` and 2,997 more"),
  "commas-only-rows.csv": {findings: [/^3 rows without id and values were skipped\.$/]},
  "latin1-ids.csv": {ids: ["Müller", "Möller", "Miller", "Måller"], findings: [/it was read as Windows-1252\.$/]},
  "semicolon-comma.csv": {findings: [/^Columns are separated by semicolons, and decimals by a comma\.$/]},
  "sep-semicolon.csv": {findings: [/^Columns are separated by semicolons, and decimals by a comma\.$/]},
  "pipe.csv": {findings: [/^Columns are separated by vertical bars\.$/]},
  "utf16le-bom.csv": {findings: [/^The text is UTF-16\.$/]},
  "missing-empty.csv": missing,
  "missing-NULL.csv": missing,
  "missing-n_a.csv": missing,
  "missing-hashNA.csv": missing,
  "missing-one_qnan.csv": missing,
  "inf-inf.csv": {value: Number.POSITIVE_INFINITY, findings: [outside]},
  "inf-minusinf.csv": {value: Number.NEGATIVE_INFINITY, findings: [outside]},
  "trailing-commas-all-3.csv": ignored("3 columns without a name"),
  "dup-ignored.csv": ignored("`note`"),
  "thousands-quoted.csv": {value: 1234.5, findings: [outside, /^Thousands separators left out of numbers in `var_0`/]},
  "number-minus-unicode.csv": {value: -5.25, findings: [outside, /read as minus in `var_0`\.$/]},
  "header-case.csv": {findings: [/^Columns matched by similar names: `ID_CODE` for `ID_code`/]},
  "blank-space-line.csv": {},
  "ctrl-z.csv": {},
  "comment-line.csv": {findings: [/^1 line before the header was skipped: “# exported/]},
  "id-duplicate.csv": {
    ids: ["test_0", "test_0", "test_2", "test_3"],
    findings: [/^1 row has the id of an earlier row, the first in row 2: `test_0`\.$/]
  },
  "id-empty.csv": {ids: ["test_0", "", "test_2", "test_3"], findings: [/^1 row has an empty id\.$/]},
  "id-formula.csv": {
    ids: ["test_0", "=1+1", "test_2", "test_3"],
    findings: [/^1 id would be executed by spreadsheet programs/]
  },
  "no-header.csv": refused("csv-no-header", /^The first line is not a header but looks like a row of data/),
  "html.csv": refused("csv-not-text", /not a CSV file but a web page/),
  "json.json": refused("csv-not-text", /not a CSV file but JSON/),
  // To be read once the predict page takes archives and Parquet.
  "gz.csv.gz": refused("csv-not-text", /not a CSV file but a gzip archive; unpack it first/),
  "zip.csv.zip": refused("csv-not-text", /not a CSV file but a zip archive/),
  "parquet.parquet": refused("csv-not-text", /not a CSV file but a Parquet file/)
};

/** Numbers with more digits. */
const longDigits = "float16-digits.csv";

type Result = {ids: string[]; probabilities: number[]; findings: string[]} | {code: string; message: string};

describeCases("CSV files", () => {
  let folder: string;
  let server: RunningServer;
  let booster: Booster;
  let staged: {manifest: Manifest; session: ScoringSession};

  beforeAll(async () => {
    await ensureBuilt();
    folder = await mkdtemp(join(tmpdir(), "cases-"));
    server = await startServer(readConfiguration({PORT: "0", REPORT_DIRECTORY: "none", LOG_LEVEL: "silent"}));
    const {manifest, model} = await readStaged();
    staged = {manifest, session: await openNodeSession(model, manifest)};
    const text = gunzipSync(await readFile(join(stagedDirectory, modelTextFile))).toString();
    booster = (await loadLightGBM()).boosterFromString(text);
  }, 1_200_000);

  afterAll(async () => {
    await server?.close();
    await rm(folder, {recursive: true});
  });

  /** What LightGBM gives for a plain file, cut at its commas. */
  async function predictPlain(name: string, value: number | undefined): Promise<{ids: string[]; expected: number[]}> {
    const lines = (await readFile(join(casesDirectory, "csv", name), "utf8")).trimEnd().split("\n").slice(1);
    const columnCount = staged.manifest.features.length;
    const matrix = Float64Array.from(lines.flatMap((line) => line.split(",").slice(1).map(Number)));
    if (value !== undefined) matrix[columnCount] = value;
    const ids = lines.map((line) => line.split(",")[0] ?? "");
    return {ids, expected: [...booster.predict({matrix, columnCount})]};
  }

  /** As `npm run predict` does. */
  async function scoreFile(input: string): Promise<Result> {
    const output = join(folder, "scores.csv");
    const format = predictionFormat(staged.manifest.threshold);
    try {
      const {findings} = await scoreToFile({input, output, format, ...staged});
      const rows = (await readFile(output, "utf8")).trimEnd().split("\n").slice(1);
      return {
        ids: rows.map((row) => row.split(",")[0] ?? ""),
        probabilities: rows.map((row) => Number(row.split(",")[1])),
        findings: findings.filter(({level}) => level !== "passed").map(({text}) => text)
      };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return {code: error.code, message: error.message};
    }
  }

  async function askApi(input: string): Promise<Result> {
    const body = new FormData();
    body.set("data_file", new Blob([await readFile(input)]), "rows.csv");
    const address = `${server.address}/api/v1/classification/inference/uploadfile?probability=true&findings=true`;
    const response = await fetch(address, {method: "POST", body});
    const answer = await response.json();
    if (response.status === 422) return {code: answer.code, message: answer.message};
    expect(response.status).toBe(200);
    const predictions: {ID_code: string; probability: number}[] = answer.predictions;
    const findings: Finding[] = answer.findings;
    return {
      ids: predictions.map(({ID_code}) => ID_code),
      probabilities: predictions.map(({probability}) => probability),
      findings: findings.filter(({level}) => level !== "passed").map(({text}) => text)
    };
  }

  test("each has its outcome here", async () => {
    expect(Object.keys(outcomes).sort()).toEqual((await readdir(join(casesDirectory, "csv"))).sort());
  });

  test.each(Object.entries(outcomes))("%s", async (name, {value, ids, findings = [], refusal}) => {
    const input = join(casesDirectory, "csv", name);
    const result = await scoreFile(input);
    expect(await askApi(input)).toEqual(result);
    if (refusal !== undefined) {
      expect(result).toEqual({code: refusal.code, message: expect.stringMatching(refusal.message)});
      return;
    }
    const plain = await predictPlain(name === longDigits ? name : "plain.csv", value);
    expect(result).toEqual({
      ids: ids ?? plain.ids,
      probabilities: plain.expected.map((probability) => expect.closeTo(probability, 6)),
      findings: findings.map((finding) => expect.stringMatching(finding))
    });
  });
});
