/**
 * A seeded stream of random numbers: sfc32 (Chris Doty-Humphrey, PractRand), which passes PractRand's tests and
 * needs integer operations only, so the same seed gives the same numbers on every machine.
 */
export class RandomSource {
  readonly #state = new Int32Array(4);

  /** @param seed an integer; all its 53 bits count */
  constructor(seed: number) {
    if (!Number.isSafeInteger(seed)) throw new RangeError(`A seed is an integer: ${seed}`);
    this.#state[0] = seed | 0;
    this.#state[1] = Math.floor(seed / 2 ** 32) | 0;
    this.#state[2] = 0x9e3779b9 | 0;
    this.#state[3] = 1;
    // Seeds that differ in one bit begin alike; fifteen rounds part them.
    for (let round = 0; round < 15; ++round) this.uint32();
  }

  /** An integer in [0, 2³²). */
  uint32(): number {
    const state = this.#state;
    const a = state[0];
    const b = state[1];
    const c = state[2];
    const sum = (a + b + state[3]) | 0;
    state[0] = b ^ (b >>> 9);
    state[1] = (c + (c << 3)) | 0;
    state[2] = (((c << 21) | (c >>> 11)) + sum) | 0;
    state[3] = state[3] + 1;
    return sum >>> 0;
  }

  /** A multiple of 2⁻⁵³ in [0, 1). */
  uniform(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /** An integer in [0, limit), each equally likely; `limit` is an integer in [1, 2³²]. */
  integer(limit: number): number {
    if (!(Number.isInteger(limit) && limit >= 1 && limit <= 2 ** 32)) throw new RangeError(`Not a limit: ${limit}`);
    // Numbers under `excess` would make the small remainders likelier than the large ones.
    const excess = 2 ** 32 % limit;
    let draw = this.uint32();
    while (draw < excess) draw = this.uint32();
    return draw % limit;
  }

  /** Puts the values in a random order, in place (Fisher–Yates), and returns them. */
  shuffle<Values extends {length: number; [index: number]: unknown}>(values: Values): Values {
    for (let last = values.length - 1; last > 0; --last) {
      const other = this.integer(last + 1);
      const value = values[last];
      values[last] = values[other];
      values[other] = value;
    }
    return values;
  }
}
