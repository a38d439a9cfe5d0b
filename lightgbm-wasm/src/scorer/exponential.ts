const bits = 200n;

/**
 * The table of musl's `exp`, which the kernel is compiled with, but for the table: for each k the power 2^(k / 128) as
 * the nearest double h (its bits, less k times 2^45, since `exp` adds them to an exponent) after the double nearest to
 * what is missing, 2^(k / 128) / h - 1. Computed with 200 binary digits, because its two kilobytes do not compress.
 */
export function exponentialTable(): BigUint64Array {
  const table = new BigUint64Array(256);
  let root = 2n << bits;
  for (let halving = 0; halving < 7; ++halving) root = squareRoot(root << bits);
  let power = 1n << bits;
  for (let k = 0; k < 128; ++k) {
    const nearest = ((power >> (bits - 53n)) + 1n) >> 1n;
    const rounded = nearest << (bits - 52n);
    const missing = ((power - rounded) << bits) / rounded;
    const doubles = new Float64Array([Number(missing) / 2 ** Number(bits), Number(nearest) / 2 ** 52]);
    table.set(new BigUint64Array(doubles.buffer), 2 * k);
    table[2 * k + 1] -= BigInt(k) << 45n;
    power = (power * root) >> bits;
  }
  return table;
}

/** The integer square root, by Newton's method from above. */
function squareRoot(n: bigint): bigint {
  for (let root = n; ; ) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
