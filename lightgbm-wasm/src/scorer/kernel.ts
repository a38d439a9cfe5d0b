import {LightGBMError} from "../error.js";
import {exponentialTable} from "./exponential.js";
import {kernelHex} from "./kernelBytes.js";

/** The functions of native/scorer/kernel.cpp; addresses are those of its memory. */
export interface Kernel {
  memory: WebAssembly.Memory;
  /** Where the memory is free. */
  __heap_base: WebAssembly.Global;
  /** Where the table of `exp` belongs. */
  exponentials(): number;
  rank(
    features: number,
    count: number,
    rows: number,
    rowStride: number,
    featureStride: number,
    columns: number,
    log2: number,
    n: number,
    counts: number
  ): void;
  categories(
    features: number,
    count: number,
    rows: number,
    rowStride: number,
    featureStride: number,
    columns: number,
    log2: number,
    n: number
  ): void;
  /** The rest of their arguments: the address of the columns, log2 of a block's rows, that of the sums, how many rows. */
  score(...treesAndRest: number[]): void;
  walk(...treesAndRest: number[]): void;
  lookup(...treesAndRest: number[]): void;
  finish(
    output: number,
    factor: number,
    divisor: number,
    sums: number,
    stride: number,
    classes: number,
    n: number,
    out: number
  ): void;
}

let compiled: WebAssembly.Module | undefined;
let exponentials: BigUint64Array | undefined;

/** The kernel is part of the code: no file has to be found or fetched. */
export async function compileKernel(): Promise<WebAssembly.Module> {
  compiled ??= await WebAssembly.compile(kernelBytes());
  return compiled;
}

/** The same at once, which Chrome's main thread allows from version 115 on. */
export function compileKernelNow(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(kernelBytes());
  return compiled;
}

/** The functions of an instance of the kernel. */
export function startKernel({exports}: WebAssembly.Instance): Kernel {
  if (!isKernel(exports)) throw new LightGBMError("This is not the scorer's kernel.");
  exponentials ??= exponentialTable();
  new BigUint64Array(exports.memory.buffer, exports.exponentials(), exponentials.length).set(exponentials);
  return exports;
}

function isKernel(exports: object): exports is Kernel {
  return "memory" in exports && exports.memory instanceof WebAssembly.Memory;
}

export function kernelBytes(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(kernelHex.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
}
