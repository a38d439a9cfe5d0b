const leastPower = -342;
const mostPower = 308;
/** 5 to this power is the last one that fits into 64 bits. */
const mostWordPower = 27;
const words = 64n;
const bits = 2n * words;

/**
 * The first 128 bits of 5 to the powers of −342 to 308, as two words each, the upper one first: what number.h
 * multiplies with. They are rounded down, but for the reciprocals that may be exact to the last bit of a product, of 5 to
 * the powers of −27 to −1, which are rounded up (Lemire, “Number parsing at a gigabyte per second”, 2021, section 5).
 */
export function powersOfFive(): BigUint64Array {
  const table = new BigUint64Array(2 * (mostPower - leastPower + 1));
  const put = (power: number, value: bigint) => table.set([value >> words, value], 2 * (power - leastPower));
  let five = 1n;
  let length = 1n;
  for (let power = 0; power <= -leastPower; ++power) {
    while (five >> length > 0n) ++length;
    if (power <= mostPower) put(power, length > bits ? five >> (length - bits) : five << (bits - length));
    // As many bits as make the quotient one of 128 bits.
    if (power > 0) put(-power, (1n << (bits + length - 1n)) / five + (power <= mostWordPower ? 1n : 0n));
    five *= 5n;
  }
  return table;
}
