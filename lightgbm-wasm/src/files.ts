const noSuchFile = 44;
const writing = 1;
const firstDescriptor = 3;

interface OpenFile {
  path: string;
  /** The content, in a buffer that may be longer. */
  bytes: Uint8Array;
  length: number;
  position: number;
  written: boolean;
}

/** The files that an instance sees: LightGBM reads and writes them by name, and they are only in memory. */
export class MemoryFiles extends Map<string, Uint8Array> {
  readonly #open = new Map<number, OpenFile>();
  #next = firstDescriptor;

  /** Opens a file to be read as it is, or to be written anew. Returns a descriptor, or a negative error number. */
  open(path: string, flags: number): number {
    const written = (flags & 3) === writing;
    const bytes = written ? new Uint8Array(1 << 16) : this.get(path);
    if (bytes === undefined) return -noSuchFile;
    this.#open.set(this.#next, {path, bytes, length: written ? 0 : bytes.length, position: 0, written});
    return this.#next++;
  }

  isOpen(descriptor: number): boolean {
    return this.#open.has(descriptor);
  }

  /** Fills `target` as far as the file goes; returns how far that was. */
  read(descriptor: number, target: Uint8Array): number {
    const file = this.#file(descriptor);
    const part = file.bytes.subarray(file.position, Math.min(file.length, file.position + target.length));
    target.set(part);
    file.position += part.length;
    return part.length;
  }

  write(descriptor: number, source: Uint8Array): void {
    const file = this.#file(descriptor);
    const end = file.position + source.length;
    if (end > file.bytes.length) {
      const larger = new Uint8Array(Math.max(end, 2 * file.bytes.length));
      larger.set(file.bytes.subarray(0, file.length));
      file.bytes = larger;
    }
    file.bytes.set(source, file.position);
    file.position = end;
    file.length = Math.max(file.length, end);
  }

  /** Moves to `offset` from the start (0), from here (1) or from the end (2); returns the new position. */
  seek(descriptor: number, offset: number, whence: number): number {
    const file = this.#file(descriptor);
    file.position = offset + [0, file.position, file.length][whence];
    return file.position;
  }

  close(descriptor: number): void {
    const {path, bytes, length, written} = this.#file(descriptor);
    if (written) this.set(path, bytes.slice(0, length));
    this.#open.delete(descriptor);
  }

  #file(descriptor: number): OpenFile {
    const file = this.#open.get(descriptor);
    if (file === undefined) throw new Error(`There is no open file ${descriptor}.`);
    return file;
  }
}
