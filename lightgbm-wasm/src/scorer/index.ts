import {LightGBMError} from "../error.js";
import {type CompileOptions, compileModel} from "./compile.js";
import {compileKernel} from "./kernel.js";
import {parseModelText} from "./parse.js";
import {Scorer, type ScorerOptions} from "./scorer.js";
import {areTables, type Bytes, readTables, writeTables} from "./tablesFile.js";

export type {CompileOptions} from "./compile.js";
export {contributions} from "./contributions.js";
export type {ScoreData, ScoreNumbers} from "./rows.js";
export type {ScoreOptions, Scorer, ScorerOptions} from "./scorer.js";
export type {Bytes} from "./tablesFile.js";
export {type FeatureCounts, valueCounts} from "./valueCounts.js";
export {LightGBMError};

/**
 * Makes a scorer of LightGBM's model text, or of the tables that `compileTables` has made of it.
 * The compile options are for texts; tables keep those that they were made with.
 * Throws a `LightGBMError` for damaged input and for models that cannot be compiled (linear trees).
 */
export async function loadScorer(
  source: string | Uint8Array | ArrayBuffer,
  {sumStumps, ...options}: CompileOptions & ScorerOptions = {}
): Promise<Scorer> {
  const bytes = source instanceof ArrayBuffer ? new Uint8Array(source) : source;
  const kernel = await WebAssembly.instantiate(await compileKernel());
  const isBytes = bytes instanceof Uint8Array;
  if (!isBytes || !areTables(bytes)) {
    // Whatever else is given has not the first line of a model.
    const text = isBytes ? new TextDecoder().decode(bytes) : String(bytes);
    return new Scorer(compileModel(parseModelText(text), options), kernel, {sumStumps});
  }
  const [option] = Object.keys(options);
  if (option) throw new LightGBMError(`${option} is chosen when tables are made, not when they are loaded.`);
  return new Scorer(readTables(bytes), kernel, {sumStumps});
}

/**
 * Compiles LightGBM's model text, or takes the trees of a scorer, and writes tables: bytes to be stored and shipped to
 * where `loadScorer` reads them, with nothing left to parse.
 */
export function compileTables(source: string | Scorer, options: CompileOptions = {}): Bytes {
  return writeTables(typeof source === "string" ? compileModel(parseModelText(source), options) : source.tables);
}
