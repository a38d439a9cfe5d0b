import {LightGBMError} from "../error.js";
import {type CompileOptions, compileModel} from "./compile.js";
import {compileKernel} from "./kernel.js";
import {parseModelText} from "./modelText.js";
import {Scorer, type ScorerOptions} from "./scorer.js";
import {areTables, readTables, writeTables} from "./tablesFile.js";

export type {Column, ColumnFeatures, FeatureData, MatrixFeatures, NumberArray} from "../features.js";
export type {CompileOptions} from "./compile.js";
export {contributions} from "./contributions.js";
export type {FeatureCounts, ScoreOptions, Scorer, ScorerOptions} from "./scorer.js";
export {LightGBMError};

/**
 * Makes a scorer of LightGBM's model text or of the tables that `compileTables` or `Scorer.toBytes` has made of it.
 * The compile options are for texts; tables keep those that they were made with.
 * Throws a `LightGBMError` for damaged input and for models that cannot be compiled (linear trees).
 */
export async function loadScorer(
  source: string | Uint8Array | ArrayBuffer,
  {sumStumps, ...options}: CompileOptions & ScorerOptions = {}
): Promise<Scorer> {
  const tables = tablesOf(typeof source === "string" || source instanceof Uint8Array ? source : new Uint8Array(source));
  return new Scorer(tables, await WebAssembly.instantiate(await compileKernel()), {sumStumps});

  function tablesOf(data: string | Uint8Array) {
    if (typeof data === "string") return compileModel(parseModelText(data), options);
    if (!areTables(data)) return compileModel(parseModelText(new TextDecoder().decode(data)), options);
    const given = Object.keys(options);
    if (given.length > 0)
      throw new LightGBMError(`${given[0]} is chosen when tables are made, not when they are loaded.`);
    return readTables(data);
  }
}

/** Compiles LightGBM's model text to tables, to be stored and shipped to where `loadScorer` reads them. */
export function compileTables(text: string, options: CompileOptions = {}): Uint8Array<ArrayBuffer> {
  return writeTables(compileModel(parseModelText(text), options));
}
