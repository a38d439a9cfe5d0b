/** Bytes that are going to lie in a WebAssembly memory from `base` on. Addresses are those of the memory. */
export class Image {
  readonly #base: number;
  #bytes = new Uint8Array(1 << 16);
  #size = 0;

  constructor(base: number) {
    this.#base = base;
  }

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#size);
  }

  allocate(size: number): number {
    const start = Math.ceil(this.#size / 16) * 16;
    this.#size = start + size;
    if (this.#size > this.#bytes.length) {
      const grown = new Uint8Array(2 * this.#size);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    return this.#base + start;
  }

  put(array: Uint8Array | Uint16Array | Uint32Array | Float64Array): number {
    const at = this.allocate(array.byteLength);
    this.#bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at - this.#base);
    return at;
  }

  u32(at: number, ...values: number[]): void {
    new Uint32Array(this.#bytes.buffer, at - this.#base, values.length).set(values);
  }

  f64(at: number, ...values: number[]): void {
    new Float64Array(this.#bytes.buffer, at - this.#base, values.length).set(values);
  }
}
