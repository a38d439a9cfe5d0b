import {LightGBMError} from "./error.js";
import type {CheckedParams} from "./parameters.js";
import {type CompileOptions, compileModel} from "./scorer/compile.js";
import {compileKernelNow} from "./scorer/kernel.js";
import {parseModelText} from "./scorer/parse.js";
import {Scorer, type ScorerOptions} from "./scorer/scorer.js";

/** How many rows LightGBM scores in the time that compiling its trees takes, by the leaves of a tree (measured). */
const rowsPerLeaf = 400;
const defaultLeaves = 31;
/** Fewer rows at once are left to LightGBM unless the trees have been compiled. */
const leastRows = 64;

/** What is asked of a booster. */
interface Source {
  /** The model text of some iterations. */
  text(start: number, count: number): string;
  params(): CheckedParams;
  /** Of a model that was trained here: its text has only six digits of the parameter. */
  sigmoid: unknown;
}

/** The first iteration, how many (-1: all), and how many the booster has. */
type Iterations = readonly [start: number, count: number, available: number];

/** Keeps a booster's compiled trees, and decides when they are worth making. */
export class CompiledTrees {
  readonly #source: Source;
  /** Which iterations the scorer is for, and the rows that LightGBM has scored with them without it. */
  #key = "";
  #scorer: Scorer | undefined;
  #rows = 0;
  #refused = false;

  constructor(source: Source) {
    this.#source = source;
  }

  make(iterations: Iterations, options: CompileOptions, scorerOptions: ScorerOptions): Scorer {
    const scorer = this.#compile(iterations, options, scorerOptions);
    if (scorerOptions.sumStumps) return scorer;
    this.forget();
    this.#key = String(iterations);
    this.#scorer = scorer;
    return scorer;
  }

  /**
   * The scorer for these iterations, made if LightGBM has spent as much time on them as compiling them takes. Undefined
   * as long as LightGBM should score, and for trees that cannot be compiled.
   * @param rowCount how many rows are about to be scored
   */
  find(iterations: Iterations, rowCount = 0): Scorer | undefined {
    if (this.#key !== String(iterations)) {
      if (rowCount < leastRows) return undefined;
      this.forget();
      this.#key = String(iterations);
    }
    if (this.#scorer || this.#refused || rowCount < leastRows) return this.#scorer;
    this.#rows += rowCount;
    // The parameters of a loaded model have to be read from its text.
    if (this.#rows < 2 * rowsPerLeaf) return undefined;
    if (this.#rows < rowsPerLeaf * Number(this.#source.params().num_leaves ?? defaultLeaves)) return undefined;
    try {
      this.#scorer = this.#compile(iterations, {contributions: false});
    } catch (error) {
      // Linear trees, too many thresholds; or Chrome's main thread before version 115, where compiling must wait.
      if (!(error instanceof LightGBMError || error instanceof RangeError)) throw error;
      this.#refused = true;
    }
    return this.#scorer;
  }

  /** Must be called when the trees change. */
  forget(): void {
    this.#key = "";
    this.#scorer = undefined;
    this.#rows = 0;
    this.#refused = false;
  }

  #compile([start, count]: Iterations, options: CompileOptions, scorerOptions?: ScorerOptions): Scorer {
    const model = parseModelText(this.#source.text(start, count));
    const {sigmoid} = this.#source;
    if (sigmoid !== undefined) model.objective = model.objective?.replace(/ sigmoid:\S+/, ` sigmoid:${sigmoid}`);
    // The text has the chosen iterations alone.
    const tables = compileModel(model, {...options, startIteration: 0, numIteration: -1});
    return new Scorer(tables, new WebAssembly.Instance(compileKernelNow()), scorerOptions);
  }
}
