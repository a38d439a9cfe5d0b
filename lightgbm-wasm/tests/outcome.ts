import {createHash} from "node:crypto";

/** What a training came to, short enough to be committed: hashes of everything, and some numbers in full. */
export interface Outcome {
  /** SHA-256 of the model's text. */
  text: string;
  /** The metrics of training and validation data at each iteration, and their last values. */
  evaluations: NumbersDigest;
  normal: NumbersDigest;
  raw: NumbersDigest;
  leaf: NumbersDigest;
  /** Absent for linear trees, which have no contributions. */
  contributions?: NumbersDigest;
}

export interface NumbersDigest {
  /** SHA-256 of all numbers as little-endian float64. */
  hash: string;
  count: number;
  last: number[];
}

export function digestText(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

export function digestNumbers(numbers: Float64Array): NumbersDigest {
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 32);
  return {hash, count: numbers.length, last: [...numbers.slice(-6)]};
}
