import {LightGBMError} from "./error.js";
import type {ExportedFunction} from "./exportedFunctions.js";
import type {MemoryFiles} from "./files.js";
import type {Threads} from "./threads.js";
import type {System} from "./wasi.js";

type NativeFunction = Exclude<ExportedFunction, "malloc" | "free" | "LGBM_GetLastError">;

/** A place in the module's memory. */
export type Pointer = number;

const outOfMemory = "LightGBM is out of memory: the data do not fit into the 4 GB that WebAssembly can address.";

/**
 * One instance of the module: calls with LightGBM's errors as exceptions, and access to its memory.
 * Views of the memory are taken anew at each use, because any call may let it grow, which detaches older views.
 */
export class NativeModule {
  readonly #exports: WebAssembly.Exports;
  readonly #memory: WebAssembly.Memory;
  /** The files that LightGBM can open by name. */
  readonly files: MemoryFiles;
  readonly #threads: Threads | undefined;
  /** Why the instance cannot be used any more. */
  #broken: string | undefined;

  constructor(instance: WebAssembly.Instance, system: System, threads?: Threads) {
    this.#exports = instance.exports;
    this.#threads = threads;
    // The memory is the instance's own, unless it shares one with its threads.
    const memory = threads?.memory ?? instance.exports.memory;
    if (!(memory instanceof WebAssembly.Memory))
      throw new LightGBMError("This module is not LightGBM: it has no memory.");
    this.#memory = memory;
    this.files = system.files;
    system.attach(memory);
    this.#invoke("_initialize", []);
  }

  /** Ends the instance and its threads; its memory goes with the last object that refers to it. */
  end(): void {
    this.#threads?.end();
    this.#broken ??= "This instance of LightGBM has been freed.";
  }

  /** Calls a function of LightGBM's C API. Throws a `LightGBMError` with LightGBM's own message if it fails. */
  call(name: NativeFunction, ...args: (number | bigint)[]): void {
    if (this.#invoke(name, args) === 0) return;
    const message = this.readString(this.#invoke("LGBM_GetLastError", []) >>> 0);
    throw new LightGBMError(message === "std::bad_alloc" ? outOfMemory : message);
  }

  /** Calls a function that gives its result, an integer or an address, through its last argument. */
  query(name: NativeFunction, ...args: (number | bigint)[]): number {
    return this.scope((allocate) => {
      const out = allocate(8);
      this.call(name, ...args, out);
      return this.uint32(out)[0];
    });
  }

  allocate(bytes: number): Pointer {
    const pointer = this.#invoke("malloc", [Math.max(bytes, 8)]) >>> 0;
    if (pointer === 0) throw new LightGBMError(outOfMemory);
    return pointer;
  }

  release(pointer: Pointer): void {
    if (pointer !== 0 && this.#broken === undefined) this.#invoke("free", [pointer]);
  }

  /** Frees one of LightGBM's objects; once the instance is gone, there is nothing left to be freed. */
  discard(
    name: "LGBM_BinsFree" | "LGBM_BoosterFree" | "LGBM_DatasetFree" | "LGBM_FastConfigFree",
    handle: Pointer
  ): void {
    if (this.#broken === undefined) this.call(name, handle);
  }

  /** Runs `work` with an allocator whose blocks are released when it is done, whatever happens. */
  scope<T>(work: (allocate: (bytes: number) => Pointer) => T): T {
    const blocks: Pointer[] = [];
    try {
      return work((bytes) => {
        const block = this.allocate(bytes);
        blocks.push(block);
        return block;
      });
    } finally {
      for (const block of blocks) this.release(block);
    }
  }

  /** The module's memory in bytes: what it has taken so far, since WebAssembly never gives memory back. */
  get memoryBytes(): number {
    return this.#memory.buffer.byteLength;
  }

  bytes(pointer: Pointer, length: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, pointer, length);
  }

  int32(pointer: Pointer, length = 1): Int32Array {
    return new Int32Array(this.#memory.buffer, pointer, length);
  }

  uint32(pointer: Pointer, length = 1): Uint32Array {
    return new Uint32Array(this.#memory.buffer, pointer, length);
  }

  float32(pointer: Pointer, length = 1): Float32Array {
    return new Float32Array(this.#memory.buffer, pointer, length);
  }

  float64(pointer: Pointer, length = 1): Float64Array {
    return new Float64Array(this.#memory.buffer, pointer, length);
  }

  readString(pointer: Pointer): string {
    const memory = new Uint8Array(this.#memory.buffer);
    // A copy, because text is not decoded from shared memory.
    return new TextDecoder().decode(memory.slice(pointer, memory.indexOf(0, pointer)));
  }

  /** Writes a string with its closing zero. */
  writeString(text: string, allocate: (bytes: number) => Pointer): Pointer {
    const bytes = new TextEncoder().encode(text);
    const pointer = allocate(bytes.length + 1);
    const target = this.bytes(pointer, bytes.length + 1);
    target.set(bytes);
    target[bytes.length] = 0;
    return pointer;
  }

  #invoke(name: ExportedFunction | "_initialize", args: readonly (number | bigint)[]): number {
    if (this.#broken !== undefined) throw new LightGBMError(this.#broken);
    const target = this.#exports[name];
    if (typeof target !== "function")
      throw new LightGBMError(`This module is not LightGBM: it has no function ${name}.`);
    try {
      const result: unknown = target(...args);
      return typeof result === "number" ? result : 0;
    } catch (error) {
      // Neither a trap nor an exception that the C API does not catch leaves the instance in a known state.
      const reason = error instanceof Error ? error.message : String(error);
      this.#broken = `LightGBM crashed in ${name} (${reason}); this instance cannot be used any more.`;
      throw new LightGBMError(this.#broken, {cause: error});
    }
  }
}
