import {RandomSource} from "../random.js";

/**
 * Points of the unit cube that fill it more evenly than random ones: Sobol's sequence (1967) with the direction numbers
 * of Joe and Kuo (2008, new-joe-kuo-6.21201), scrambled by a random lower triangular matrix and a digital shift
 * (Matoušek 1998), so that every seed gives other points, each of them uniform.
 */
export class SobolPoints {
  /** By dimension: 32 scrambled direction numbers, and the shift. */
  readonly #dimensions: {directions: Int32Array; shift: number}[];

  /** @throws RangeError beyond `mostDimensions` */
  constructor(dimensions: number, seed: number) {
    if (dimensions > mostDimensions) throw new RangeError(`At most ${mostDimensions} dimensions, not ${dimensions}`);
    const random = new RandomSource(seed);
    this.#dimensions = Array.from({length: dimensions}, (_, dimension) => ({
      directions: scramble(directionNumbers(dimension), random),
      shift: random.uint32() | 0
    }));
  }

  /** The point with this number, from 0 on; each coordinate in [0, 1). */
  at(index: number): number[] {
    const gray = index ^ (index >>> 1);
    return this.#dimensions.map(({directions, shift}) => {
      let bits = shift;
      for (let rest = gray, bit = 0; rest !== 0; rest >>>= 1, ++bit) if (rest & 1) bits ^= directions[bit];
      return (bits >>> 0) / 2 ** 32;
    });
  }
}

/** Of one dimension, as 32-bit fractions: Joe and Kuo, equations 2 and 3. */
export function directionNumbers(dimension: number): Int32Array {
  const directions = new Int32Array(32);
  if (dimension === 0) return directions.map((_, bit) => 1 << (31 - bit));
  const [coefficients, initial] = polynomials[dimension - 1];
  const degree = initial.length;
  for (let bit = 0; bit < 32; ++bit) {
    if (bit < degree) {
      directions[bit] = initial[bit] << (31 - bit);
      continue;
    }
    const before = directions[bit - degree];
    let direction = before ^ (before >>> degree);
    for (let k = 1; k < degree; ++k) if ((coefficients >>> (degree - 1 - k)) & 1) direction ^= directions[bit - k];
    directions[bit] = direction;
  }
  return directions;
}

/** Each bit becomes itself plus a random choice of those above it, modulo 2. */
function scramble(directions: Int32Array, random: RandomSource): Int32Array {
  // Row r makes bit r, counted from the highest; its own bit is always chosen.
  const rows = Int32Array.from({length: 32}, (_, row) => {
    const above = row === 0 ? 0 : random.uint32() & (-1 << (32 - row));
    return above | (1 << (31 - row));
  });
  return directions.map((direction) =>
    rows.reduce((scrambled, row, place) => scrambled | (parity(row & direction) << (31 - place)), 0)
  );
}

function parity(bits: number): number {
  let folded = bits;
  for (let width = 16; width > 0; width >>= 1) folded ^= folded >>> width;
  return folded & 1;
}

/** From the second dimension on: the coefficients of a primitive polynomial, and the first direction numbers. */
const polynomials: readonly (readonly [coefficients: number, initial: readonly number[]])[] = [
  [0, [1]],
  [1, [1, 3]],
  [1, [1, 3, 1]],
  [2, [1, 1, 1]],
  [1, [1, 1, 3, 3]],
  [4, [1, 3, 5, 13]],
  [2, [1, 1, 5, 5, 17]],
  [4, [1, 1, 5, 5, 5]],
  [7, [1, 1, 7, 11, 19]],
  [11, [1, 1, 5, 1, 1]],
  [13, [1, 1, 1, 3, 11]],
  [14, [1, 3, 5, 5, 31]],
  [1, [1, 3, 3, 9, 7, 49]],
  [13, [1, 1, 1, 15, 21, 21]],
  [16, [1, 3, 1, 13, 27, 49]],
  [19, [1, 1, 1, 15, 7, 5]],
  [22, [1, 3, 1, 15, 13, 25]],
  [25, [1, 1, 5, 5, 19, 61]],
  [1, [1, 3, 7, 11, 23, 15, 103]],
  [4, [1, 3, 7, 13, 13, 15, 69]],
  [7, [1, 1, 3, 13, 7, 35, 63]],
  [8, [1, 3, 5, 9, 1, 25, 53]],
  [14, [1, 3, 1, 13, 9, 35, 107]],
  [19, [1, 3, 1, 5, 27, 61, 31]],
  [21, [1, 1, 5, 11, 19, 41, 61]],
  [28, [1, 3, 5, 3, 3, 13, 69]],
  [31, [1, 1, 7, 13, 1, 19, 1]],
  [32, [1, 3, 7, 5, 13, 19, 59]],
  [37, [1, 1, 3, 9, 25, 29, 41]],
  [41, [1, 3, 5, 13, 23, 1, 55]],
  [42, [1, 3, 7, 3, 13, 59, 17]],
  [50, [1, 3, 1, 3, 5, 53, 69]],
  [55, [1, 1, 5, 5, 23, 33, 13]],
  [56, [1, 1, 7, 7, 1, 61, 123]],
  [59, [1, 1, 7, 9, 13, 61, 49]],
  [62, [1, 3, 3, 5, 3, 55, 33]],
  [14, [1, 3, 1, 15, 31, 13, 49, 245]],
  [21, [1, 3, 5, 15, 31, 59, 63, 97]],
  [22, [1, 3, 1, 11, 11, 11, 77, 249]]
];

export const mostDimensions = polynomials.length + 1;
