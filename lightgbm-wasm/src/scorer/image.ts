type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** Arrays that are going to lie in a WebAssembly memory, one behind the other. */
export class Image {
  readonly #parts: {at: number; numbers: Numbers}[] = [];
  /** The address behind all of them. */
  end: number;

  constructor(start: number) {
    this.end = start;
  }

  /** Returns the address that the array is going to have. */
  put(numbers: Numbers): number {
    const at = align(this.end);
    this.#parts.push({at, numbers});
    this.end = at + numbers.byteLength;
    return at;
  }

  writeTo({buffer}: WebAssembly.Memory): void {
    for (const {at, numbers} of this.#parts) {
      const {byteLength, byteOffset} = numbers;
      new Uint8Array(buffer, at, byteLength).set(new Uint8Array(numbers.buffer, byteOffset, byteLength));
    }
  }
}

/** The next address where a vector, or a line of the processor's cache, may begin. */
export function align(address: number): number {
  return Math.ceil(address / 64) * 64;
}
