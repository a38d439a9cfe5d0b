import {UserError} from "../errors.js";
import {scorerFile} from "../staged/stagedModel.js";
import {checkFeatureCount, finiteScores, type ScoringSession} from "./scoringSession.js";

/** `loadScorer` of lightgbm-wasm/scorer, as far as it is used. */
export type LoadScorer = (tables: Uint8Array, options: {sumStumps: boolean}) => Promise<TreeScorer>;

export interface TreeScorer {
  readonly featureCount: number;
  predict(rows: {matrix: Float64Array; columnCount: number}): Float64Array;
}

/**
 * A session of LightGBM's trees, compiled. Equal stumps are added up, as they are in the model's ONNX form: thousands
 * of them score several times as fast, and rounding alone differs.
 * @param content the scorer's tables, gzipped
 * @throws {UserError} `staged-damaged-model`, `staged-feature-count`
 */
export async function scorerSession(
  content: Uint8Array,
  featureCount: number,
  loadScorer: LoadScorer
): Promise<ScoringSession> {
  const scorer = await load(content, loadScorer);
  checkFeatureCount(scorer.featureCount, featureCount);
  return {
    async run(features, rows) {
      if (rows === 0) return new Float32Array();
      return finiteScores(Float32Array.from(scorer.predict({matrix: features, columnCount: featureCount})));
    }
  };
}

async function load(content: Uint8Array, loadScorer: LoadScorer): Promise<TreeScorer> {
  const tables = await gunzip(content);
  try {
    return await loadScorer(tables, {sumStumps: true});
  } catch (error) {
    // Others are of the engine, such as a browser without SIMD.
    throw error instanceof Error && error.name === "LightGBMError" ? damaged(error.message) : error;
  }
}

async function gunzip(content: Uint8Array): Promise<Uint8Array> {
  const unpacked = new Blob([Uint8Array.from(content)]).stream().pipeThrough(new DecompressionStream("gzip"));
  try {
    return new Uint8Array(await new Response(unpacked).arrayBuffer());
  } catch {
    throw damaged("It is not gzipped, or cut off.");
  }
}

const damaged = (reason: string) =>
  new UserError("staged-damaged-model", `\`${scorerFile}\` is damaged; stage the model again. ${reason}`, {
    file: scorerFile
  });
