import {kernelHex} from "./kernelBytes.js";
import {powersOfFive} from "./powersOfFive.js";

/** What kernel.cpp exports; addresses are those of its memory. */
export interface Kernel {
  memory: WebAssembly.Memory;
  __heap_base: WebAssembly.Global;
  /** Where the powers of five belong. */
  powers(): number;
  prepare(): void;
  findEnds(bytes: number, length: number, delimiter: number, positions: number): number;
  rows(table: number, bytes: number, length: number, ends: number, endCount: number): number;
}

let started: Kernel | undefined;
let isMissing = false;

/** One for all readers of a thread; undefined where WebAssembly or its SIMD is missing. */
export function startKernel(): Kernel | undefined {
  if (started !== undefined || isMissing) return started;
  try {
    const {exports} = new WebAssembly.Instance(new WebAssembly.Module(kernelBytes()));
    if (!isKernel(exports)) throw new Error("This is not the kernel of rows.");
    exports.prepare();
    const table = powersOfFive();
    new BigUint64Array(exports.memory.buffer, exports.powers(), table.length).set(table);
    started = exports;
  } catch {
    isMissing = true;
  }
  return started;
}

function isKernel(exports: object): exports is Kernel {
  return "memory" in exports && exports.memory instanceof WebAssembly.Memory;
}

/** The kernel is part of the code: no file has to be found or fetched. */
export function kernelBytes(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(kernelHex.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
}
