import {beforeAll, expect, test} from "vitest";
import {openNodeSession} from "../../../../models/staging/nodeSession.js";
import {scoreBlob} from "../../../../src/lib/scoring/scoreBlob.js";
import {scoreCsv} from "../../../../src/lib/scoring/scoreCsv.js";
import type {ScoringSession} from "../../../../src/lib/scoring/scoringSession.js";
import {openStagedModel} from "../../../../src/lib/staged/stagedModel.js";
import {parseTreeEnsemble} from "../../../../src/lib/trees/parse.js";
import {predictProbability} from "../../../../src/lib/trees/predict.js";
import {manifest, mergedText, stagedTreeFiles} from "../../../fixtures/stagedModel.js";
import {rows} from "../../../fixtures/trees/fixture.js";

const header = [manifest.idColumn, ...manifest.features].join(",");
const line = (row: number[], index: number) => [`test_${index}`, ...row.map((v) => (Number.isNaN(v) ? "" : v))].join();

let session: ScoringSession;

beforeAll(async () => {
  const {model} = openStagedModel(stagedTreeFiles());
  session = await openNodeSession(model, manifest);
});

async function* chunksOf(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

const ensemble = parseTreeEnsemble(mergedText);
const expected = rows.map((row) => predictProbability(ensemble, row));

test("a file's rows are scored as the trees score them, missing cells included", async () => {
  const file = new Blob([[header, ...rows.map(line)].join("\n")]);
  const scored = await scoreBlob({manifest, session}, file);
  expect(scored.rows).toBe(rows.length);
  expect(scored.ids).toEqual(rows.map((_, index) => `test_${index}`));
  for (const [index, probability] of scored.probabilities.entries()) {
    expect(Math.abs(probability - expected[index])).toBeLessThan(1e-6);
  }
  expect([...scored.predictions]).toEqual(Array.from(scored.probabilities, (p) => (p >= 0.5 ? 1 : 0)));
});

test("columns may be in any order, with others among them, which are named", async () => {
  const names = [...manifest.features].reverse();
  const text = [
    ["target", ...names, manifest.idColumn].join(),
    ...rows.map((row, index) => [1, ...[...row].reverse().map((v) => (Number.isNaN(v) ? "NA" : v)), index].join())
  ].join("\r\n");
  const scored = await scoreBlob({manifest, session}, new Blob([text]));
  expect(scored.findings).toContainEqual({level: "note", text: "Not used by the model, and ignored: `target`."});
  for (const [index, probability] of scored.probabilities.entries()) {
    expect(Math.abs(probability - expected[index])).toBeLessThan(1e-6);
  }
});

test("more rows than a block holds come in order, each chunk scored before the next is taken", async () => {
  const count = 5000;
  const text = [header, ...Array.from({length: count}, (_, i) => line(rows[i % rows.length], i))].join("\n");
  const ids: string[] = [];
  const scores: number[] = [];
  let reported = 0;
  const summary = await scoreCsv(chunksOf(text, 100_000), {
    manifest,
    session,
    onBlock: async (block) => {
      await Promise.resolve();
      ids.push(...block.ids);
      scores.push(...block.probabilities);
    },
    onProgress: ({rows: done, bytes}) => {
      expect(done - ids.length).toBeLessThan(2048);
      expect(bytes).toBeGreaterThan(reported);
      reported = bytes;
    }
  });
  expect(summary.rows).toBe(count);
  expect(reported).toBe(text.length);
  expect(ids).toEqual(Array.from({length: count}, (_, index) => `test_${index}`));
  expect(Math.abs(scores[4321] - expected[4321 % expected.length])).toBeLessThan(1e-6);
});

test.each([
  ["an empty file", "", "csv-empty", undefined, undefined],
  ["a header alone", header, "csv-header-only", undefined, undefined],
  ["a missing column", header.replace(",feature_3", ""), "csv-missing-column", undefined, "feature_3"],
  ["text for a number", `${header}\na,1,2,3,4,5,6\nb,1,2,x,4,5,6`, "csv-not-a-number", 2, "feature_2"],
  ["a ragged row", `${header}\na,1,2,3,4,5`, "csv-ragged-row", 1, undefined],
  ["no header", "a,1.5,2.5,3.5,4.5,5.5,6.5", "csv-no-header", undefined, undefined]
])("%s is the reader's own error", async (_, text, code, row, column) => {
  await expect(scoreBlob({manifest, session}, new Blob([text]))).rejects.toMatchObject({
    code,
    place: {...(row && {row}), ...(column && {column})}
  });
});
