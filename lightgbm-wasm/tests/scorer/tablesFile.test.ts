import {crc32} from "node:zlib";
import {describe, expect, it} from "vitest";
import {LightGBMError} from "../../src/error.js";
import {compileTables, contributions, loadScorer, valueCounts} from "../../src/scorer/index.js";
import {random} from "../data.js";
import {type RandomModel, randomModel} from "./randomModels.js";

/** `npm run exhaustive -w lightgbm-wasm` sets 20,000. */
const mutationCount = Number(process.env.LIGHTGBM_MUTATIONS ?? 400);

const small = {histogramEdges: [[-1, 0, 1]]};

describe("tables", () => {
  it("score as the text that they were made of", async () => {
    for (let seed = 1; seed <= 20; ++seed) {
      const {text, matrix, columnCount} = randomModel(seed);
      const fromText = await loadScorer(text);
      const fromTables = await loadScorer(compileTables(text));
      expect(fromTables.featureNames).toEqual(fromText.featureNames);
      expect(fromTables.predict({matrix, columnCount})).toEqual(fromText.predict({matrix, columnCount}));
      const expected = contributions(fromText, {matrix, columnCount});
      expect(contributions(fromTables, {matrix, columnCount})).toEqual(expected);
    }
  });

  it("are the same bytes whether made of a text or of a scorer", async () => {
    const {text} = randomModel(3);
    expect(compileTables(await loadScorer(text, small))).toEqual(compileTables(text, small));
  });

  it("say their version, and refuse options that come too late", async () => {
    const bytes = compileTables(randomModel(3).text);
    await expect(loadScorer(bytes, {numIteration: 1})).rejects.toThrow(/numIteration is chosen when tables are made/);
    const newer = bytes.slice();
    newer[8] = 2;
    await expect(loadScorer(newer)).rejects.toThrow(
      "The scorer's tables are of version 2; this package reads version 1."
    );
  });

  it(`are an error in each of ${mutationCount} damaged forms`, async () => {
    const next = random(7);
    const bytes = compileTables(randomModel(11).text, small);
    for (let i = 0; i < mutationCount; ++i) {
      const damaged = damage(bytes, next);
      await expect(loadScorer(damaged)).rejects.toThrow(LightGBMError);
    }
  });

  it(`never trap or hang in ${mutationCount} damaged forms with the right checksum`, async () => {
    const next = random(8);
    const models = [1, 4, 11, 12].map((seed) => randomModel(seed));
    const outcomes = {refused: 0, scored: 0};
    for (let i = 0; i < mutationCount; ++i) {
      const model = models[i % models.length];
      const bytes = damage(compileTables(model.text, small), next);
      if (bytes.length >= 16) new DataView(bytes.buffer).setUint32(12, crc32(bytes.subarray(16)), true);
      outcomes[await score(bytes, model)]++;
    }
    // Both happen, or the test would show nothing.
    expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(mutationCount / 20);
  });
});

async function score(bytes: Uint8Array, {matrix, columnCount}: RandomModel): Promise<"refused" | "scored"> {
  try {
    const scorer = await loadScorer(bytes);
    const data = {matrix, columnCount, rows: Uint32Array.of(0)};
    scorer.predict(data, {countValues: true});
    valueCounts(scorer);
    if (scorer.tables.counts) contributions(scorer, data);
    return "scored";
  } catch (error) {
    expect(error).toBeInstanceOf(LightGBMError);
    return "refused";
  }
}

/** Cuts bytes off, or changes, inserts or drops some; at least one byte differs. */
function damage(bytes: Uint8Array, next: () => number): Uint8Array<ArrayBuffer> {
  const below = (limit: number): number => Math.floor(next() * limit);
  const at = below(bytes.length);
  const kind = below(4);
  if (kind === 0) return bytes.slice(0, at);
  if (kind === 1) return Uint8Array.from([...bytes.subarray(0, at), below(256), ...bytes.subarray(at)]);
  if (kind === 2) return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1 + below(8))]);
  const changed = Uint8Array.from(bytes);
  changed[at] ^= 1 + below(255);
  return changed;
}
