import process from "node:process";
import fc from "fast-check";
import {beforeAll, expect, test} from "vitest";
import {openNodeSession} from "../../../../models/staging/nodeSession.js";
import {UserError} from "../../../../src/lib/errors.js";
import {scorePart} from "../../../../src/lib/scoring/partScorer.js";
import {scoreCheckedCsv} from "../../../../src/lib/scoring/scoreCsv.js";
import {scoreParts} from "../../../../src/lib/scoring/scoreParts.js";
import type {ScoringSession} from "../../../../src/lib/scoring/scoringSession.js";
import {openStagedModel} from "../../../../src/lib/staged/stagedModel.js";
import {manifest as stagedManifest, stagedTreeFiles} from "../../../fixtures/stagedModel.js";

/** `CSV_FUZZ_CASES=100000 npx vitest run tests/src/lib/scoring/scoreParts` is the thorough run. */
const numRuns = Number(process.env.CSV_FUZZ_CASES ?? 4000) / 4;

let session: ScoringSession;

beforeAll(async () => {
  const {model} = openStagedModel(stagedTreeFiles());
  session = await openNodeSession(model, stagedManifest);
});

type Manifest = typeof stagedManifest;

/** All that is said of a file. */
interface Outcome {
  ids: string[];
  probabilities: number[];
  result: unknown;
}

async function outcome(
  score: (onBlock: (block: {ids: string[]; probabilities: Float32Array}) => void) => Promise<unknown>
): Promise<Outcome> {
  const ids: string[] = [];
  const probabilities: number[] = [];
  const onBlock = (block: {ids: string[]; probabilities: Float32Array}) => {
    ids.push(...block.ids);
    probabilities.push(...block.probabilities);
  };
  try {
    return {result: await score(onBlock), ids, probabilities};
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // How many rows were handed on before a mistake is of no consequence.
    return {result: error.toJSON(), ids: [], probabilities: []};
  }
}

function inOne(bytes: Uint8Array, manifest: Manifest): Promise<Outcome> {
  async function* chunks() {
    yield bytes;
  }
  return outcome((onBlock) => scoreCheckedCsv(chunks(), {manifest, session, onBlock, file: "x.csv"}));
}

/** Undefined for files that cannot be read in parts. */
async function inParts(
  bytes: Uint8Array,
  manifest: Manifest,
  {partBytes, threads}: {partBytes: number; threads: number}
): Promise<Outcome | undefined> {
  const source = {size: bytes.length, read: async (start: number, end: number) => bytes.slice(start, end)};
  const file = "x.csv";
  const startWorkers = (head: Uint8Array) =>
    Array.from({length: threads}, () => ({
      score: (part: Parameters<typeof scorePart>[0]) => scorePart(part, {manifest, session, source, head, file})
    }));
  const found = await outcome((onBlock) => scoreParts({manifest, source, startWorkers, onBlock, file, partBytes}));
  return found.result === undefined ? undefined : found;
}

async function expectSame(bytes: Uint8Array, manifest: Manifest, options: {partBytes: number; threads: number}) {
  const parts = await inParts(bytes, manifest, options);
  if (parts !== undefined) expect(parts).toEqual(await inOne(bytes, manifest));
  return parts;
}

const id = fc.oneof(
  fc.string({unit: fc.constantFrom(..."abc01"), maxLength: 4}),
  fc.string({unit: fc.constantFrom('"', ",", "\n", "\r", "é", "1", ";"), maxLength: 12})
);
const number = fc.oneof(
  {weight: 9, arbitrary: fc.integer({min: -20_000, max: 20_000}).map((units) => String(units / 100))},
  {weight: 1, arbitrary: fc.constantFrom("", "NA", "inf", "1e400", "1,234", "1,5", "1,234.5", "−2", "é")}
);
const columns = stagedManifest.features.length;

/** Files with line ends and quotes in cells, and with mistakes. */
const file = fc
  .record({
    delimiter: fc.constantFrom(",", ",", ";"),
    rows: fc.array(
      fc.record({id, cells: fc.array(number, {minLength: columns, maxLength: columns}), odd: fc.nat(40)}),
      {
        minLength: 1,
        maxLength: 12
      }
    ),
    lineEnd: fc.constantFrom("\n", "\r\n", "\r"),
    lastLineEnd: fc.constantFrom("", "\n", "\n\n", "\u0000\u0000", "\r\n\u001a"),
    windows1252: fc.boolean()
  })
  .map(({delimiter, rows, lineEnd, lastLineEnd, windows1252}) => {
    const lines = rows.map(({id, cells, odd}) => {
      const write = (text: string) =>
        /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
      const line = [write(id), ...cells.map(write)].join(delimiter);
      return odd === 0 ? `${line}${delimiter}1` : odd === 1 ? delimiter.repeat(columns) : odd === 2 ? "" : line;
    });
    const header = [stagedManifest.idColumn, ...stagedManifest.features].join(delimiter);
    return Buffer.from([header, ...lines].join(lineEnd) + lastLineEnd, windows1252 ? "latin1" : "utf8");
  });
const cuts = fc.record({partBytes: fc.integer({min: 1, max: 200}), threads: fc.integer({min: 1, max: 3})});

test("a file in parts is what it is in one, wherever it is cut, and so are its mistakes", async () => {
  await fc.assert(
    fc.asyncProperty(file, cuts, fc.boolean(), async (bytes, cuts, idIsRowNumber) => {
      await expectSame(bytes, {...stagedManifest, idIsRowNumber}, cuts);
    }),
    {numRuns, seed: 1}
  );
});

test("rows without an id are numbered over all parts", async () => {
  const rows = Array.from({length: 50}, (_, row) => stagedManifest.features.map((_, i) => row + i).join(","));
  const bytes = Buffer.from([stagedManifest.features.join(","), ...rows].join("\n"));
  const found = await expectSame(bytes, {...stagedManifest, idIsRowNumber: true}, {partBytes: 100, threads: 2});
  expect(found?.ids.at(-1)).toBe("50");
});

test("UTF-16 and what has no header are left to whoever reads from the beginning", async () => {
  const cuts = {partBytes: 100, threads: 1};
  expect(await inParts(Buffer.from("\ufeffid,x\na,1\n", "utf16le"), stagedManifest, cuts)).toBeUndefined();
  expect(await inParts(Buffer.from("a,1\nb,2\n"), stagedManifest, cuts)).toBeUndefined();
});
