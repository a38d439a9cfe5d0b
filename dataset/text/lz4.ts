const magic = 0x184d2204;
const leastMatch = 4;

/**
 * Unpacks an LZ4 frame, as Arrow files have them (https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md); its
 * checksums are not verified.
 * @throws Error if it is none, or ends early
 */
export function decompressLz4(frame: Uint8Array): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (view.getUint32(0, true) !== magic) throw new Error("a buffer is no LZ4 frame");
  const flags = view.getUint8(4);
  const hasBlockChecksums = (flags & 0x10) !== 0;
  const hasSize = (flags & 0x08) !== 0;
  const hasDictionary = (flags & 0x01) !== 0;
  const output = new Output(hasSize ? Number(view.getBigUint64(6, true)) : 4 * frame.length);
  let position = 7 + (hasSize ? 8 : 0) + (hasDictionary ? 4 : 0);
  for (;;) {
    const header = view.getUint32(position, true);
    position += 4;
    if (header === 0) return output.bytes;
    const size = header & 0x7fffffff;
    const block = frame.subarray(position, position + size);
    if (block.length < size) throw new Error("an LZ4 block ends early");
    // The highest bit marks a block that is stored as it is.
    if (header >>> 31 === 1) output.append(block);
    else unpackBlock(block, output);
    position += size + (hasBlockChecksums ? 4 : 0);
  }
}

/** Sequences of literals, and of copies from what was unpacked before. */
function unpackBlock(block: Uint8Array, output: Output): void {
  let position = 0;
  const readByte = () => {
    const byte = block[position++];
    if (byte === undefined) throw new Error("an LZ4 block ends early");
    return byte;
  };
  const readLength = (start: number) => {
    let length = start;
    if (start !== 15) return length;
    for (let byte = 255; byte === 255; length += byte) byte = readByte();
    return length;
  };
  while (position < block.length) {
    const token = readByte();
    const literals = readLength(token >> 4);
    output.append(block.subarray(position, position + literals));
    position += literals;
    // The last sequence is of literals only.
    if (position >= block.length) return;
    const offset = readByte() | (readByte() << 8);
    output.copy(offset, readLength(token & 15) + leastMatch);
  }
}

class Output {
  #memory: Uint8Array;
  #length = 0;

  constructor(expected: number) {
    this.#memory = new Uint8Array(Math.max(expected, 64));
  }

  get bytes(): Uint8Array {
    return this.#memory.subarray(0, this.#length);
  }

  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#memory.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Copies from `offset` bytes back, byte by byte, as the two may overlap. */
  copy(offset: number, count: number): void {
    if (offset === 0 || offset > this.#length) throw new Error("an LZ4 block refers to nothing");
    this.#reserve(count);
    for (let end = this.#length + count; this.#length < end; ++this.#length)
      this.#memory[this.#length] = this.#memory[this.#length - offset] ?? 0;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#memory.length) return;
    const larger = new Uint8Array(Math.max(this.#length + count, 2 * this.#memory.length));
    larger.set(this.bytes);
    this.#memory = larger;
  }
}
