import {RandomSource} from "../../src/lib/random.js";

/**
 * Planted repeats: of some variables a value is now and then moved to one of a few that many rows share, more often in
 * rows of target 1. So how often a value occurs says something that the value itself does not.
 */
export const repeats = {
  /** Every eighth variable. */
  every: 8,
  /** Values of a variable that are shared. */
  shared: 200,
  /** How likely a value is moved, by target. */
  rates: [0.5, 0.6]
} as const;

/** Moves values of rows, in place. */
export class RepeatPlanter {
  readonly #random: RandomSource;
  readonly #steps: readonly number[];

  /** @param widths of the variables, from the least to the greatest value */
  constructor(seed: number, stream: number, widths: readonly number[]) {
    this.#random = new RandomSource(seed + (2 + stream) * 2 ** 32);
    this.#steps = widths.map((width) => Math.max(1, Math.round(width / repeats.shared)));
  }

  /** Returns how many values of the row have moved. */
  plant(units: Int32Array, target: 0 | 1): number {
    let moved = 0;
    for (let variable = 0; variable < units.length; variable += repeats.every) {
      if (this.#random.uniform() >= repeats.rates[target]) continue;
      const step = this.#steps[variable] ?? 1;
      units[variable] = Math.round((units[variable] ?? 0) / step) * step;
      ++moved;
    }
    return moved;
  }
}

/**
 * The log-odds that a row's moved and unmoved values add, by how much likelier they are with target 1: with those of
 * the values, all that can be known of the target.
 */
export function repeatLogOdds(moved: number, variables: number): number {
  const [low, high] = repeats.rates;
  const planted = Math.ceil(variables / repeats.every);
  return moved * Math.log(high / low) + (planted - moved) * Math.log((1 - high) / (1 - low));
}

/**
 * Fills the rest of a test file with rows that are copied together from its real rows, as in the competition, and puts
 * all in a random order.
 */
export function mixTestRows(rows: readonly Int32Array[], wanted: number, seed: number): Int32Array[] {
  const random = new RandomSource(seed + 4 * 2 ** 32);
  const copied = Array.from({length: wanted - rows.length}, () =>
    Int32Array.from(rows[0] ?? [], (_, variable) => rows[random.integer(rows.length)]?.[variable] ?? 0)
  );
  return random.shuffle([...rows, ...copied]);
}
