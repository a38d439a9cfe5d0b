import {RandomSource} from "../../src/lib/random.js";
import profile from "./profile.json" with {type: "json"};
import {sigmoid} from "./sigmoid.js";

const {intercept, quantileLevels, variables} = profile;
/** Pieces between the quantiles, which lie at equal distances. */
const pieces = quantileLevels.length - 1;
const knots = quantileLevels.length;

/** Values are whole numbers of ten thousandths, as the competition's have four decimals. */
export const unitsPerOne = 10_000;

export const demoFeatures: readonly string[] = variables.map(({name}) => name);

/** By variable and quantile, in ten thousandths. */
const quantiles = Float64Array.from(
  variables.flatMap(({quantiles}) => quantiles.map((q) => Math.round(q * unitsPerOne)))
);
/** From the least to the greatest value of each variable, in ten thousandths. */
export const demoWidths: readonly number[] = variables.map(
  (_, variable) => (quantiles[(variable + 1) * knots - 1] ?? 0) - (quantiles[variable * knots] ?? 0)
);
/** By variable and quantile: the log-odds that the value adds. */
const effects = Float64Array.from(variables.flatMap(({effect}) => effect));

/**
 * Draws rows that look like the competition's: each variable from its own distribution, independent of the others, the
 * target from the log-odds that the variables add up to. `profile.json` describes both.
 */
export class DemoSampler {
  /** The last row's values, in ten thousandths. */
  readonly units = new Int32Array(variables.length);
  readonly #random: RandomSource;
  #logOdds = 0;

  /** @param stream  parts the files of one seed: 0 or 1 */
  constructor(seed: number, stream: number) {
    this.#random = new RandomSource(seed + stream * 2 ** 32);
  }

  /** The log-odds that the last row's target is drawn from. */
  get logOdds(): number {
    return this.#logOdds;
  }

  /** Draws the next row. */
  next(): void {
    const random = this.#random;
    const units = this.units;
    let logOdds = intercept;
    for (let variable = 0; variable < units.length; ++variable) {
      // Inverse of the distribution function: a piece, and how far into it, from one draw.
      const drawn = random.uint32() * pieces;
      const piece = Math.floor(drawn / 2 ** 32);
      const share = drawn / 2 ** 32 - piece;
      const knot = variable * knots + piece;
      units[variable] = Math.round(between(quantiles, knot, share));
      logOdds += between(effects, knot, share);
    }
    this.#logOdds = logOdds;
  }

  /** Draws the target of the last row. */
  target(): 0 | 1 {
    return this.#random.uniform() < sigmoid(this.#logOdds) ? 1 : 0;
  }
}

/** How much of the way from one knot to the next. */
function between(values: Float64Array, knot: number, share: number): number {
  const [low = 0, high = 0] = [values[knot], values[knot + 1]];
  return low + share * (high - low);
}
