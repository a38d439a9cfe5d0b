import {LightGBMError} from "./error.js";
import {LightGBM} from "./lightgbm.js";
import {NativeModule} from "./native.js";
import {isThreaded, maySleep, Threads} from "./threads.js";
import {createSystem} from "./wasi.js";

/** A `WebAssembly.Module`: nothing can be seen of it from outside. */
export type CompiledModule = object;

/** Where the module is: a URL, in Node a path, its bytes, or the module compiled before. */
export type ModuleSource =
  | string
  | URL
  | ArrayBuffer
  | (ArrayBufferView & {readonly buffer: ArrayBuffer})
  | CompiledModule;

export interface LoadOptions {
  /** Receives LightGBM's log lines; how many there are is up to the parameter `verbosity`. Silent by default. */
  onLog?: (line: string) => void;
  /**
   * How many threads work on binning, training and prediction, which does not change any result; 1 by default. More
   * than one need workers and, in browsers, a page that is cross-origin isolated.
   */
  threads?: number;
  /** Where the module is, if it is not given before the options; by default beside the package's own code. */
  wasm?: ModuleSource;
  /** Where `lightgbm-wasm/thread.js` is served, if it is not beside the package's own code. Node needs no file. */
  worker?: string | URL;
}

/** The low bits of a word in the module tell how many threads work. */
const mostThreads = 255;

/** The first four bytes of every WebAssembly module. */
const magicNumber = 0x0061736d;

/**
 * Makes an instance of LightGBM with a memory of its own, in Node, in pages and in workers alike.
 * Instances in several workers can share one compiled module, see `compileLightGBM`.
 */
export async function loadLightGBM(
  source?: ModuleSource,
  {onLog, threads: count = 1, wasm, worker}: LoadOptions = {}
): Promise<LightGBM> {
  if (!Number.isInteger(count) || count < 1 || count > mostThreads) {
    throw new LightGBMError(`The number of threads must be an integer from 1 to ${mostThreads}, not ${count}.`);
  }
  const module = await compiled(source ?? wasm, count);
  const system = createSystem(onLog);
  if (!isThreaded(module)) {
    if (count > 1) throw new LightGBMError("Several threads need the module `lightgbm-threads.wasm`.");
    return new LightGBM(new NativeModule(await WebAssembly.instantiate(module, system.imports), system));
  }
  const threads = new Threads(worker);
  const {env, ...others} = system.imports;
  const instance = await WebAssembly.instantiate(module, {...others, env: {...env, ...threads.imports}});
  threads.attach(instance);
  const native = new NativeModule(instance, system, threads);
  native.call("team_start", count, Number(maySleep()));
  await threads.start(module);
  return new LightGBM(native);
}

/** Compiles the module without instantiating it; the result can be posted to workers. */
export async function compileLightGBM(
  source?: ModuleSource,
  {threads = 1, wasm}: Pick<LoadOptions, "threads" | "wasm"> = {}
): Promise<CompiledModule> {
  return compiled(source ?? wasm, threads);
}

async function compiled(given: ModuleSource | undefined, threads: number): Promise<WebAssembly.Module> {
  const source = given ?? defaultSource(threads);
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || isView(source)) return WebAssembly.compile(source);
  if (typeof source !== "string" && !(source instanceof URL)) {
    throw new LightGBMError("LightGBM's module is given as a URL, a path, bytes, or a WebAssembly.Module.");
  }
  const file = localFile(source);
  if (file !== undefined) return WebAssembly.compile(await file());
  const response = await fetch(source).catch((error) => {
    throw new LightGBMError(`LightGBM cannot be fetched from ${source}: ${error.message}`, {cause: error});
  });
  if (!response.ok)
    throw new LightGBMError(`LightGBM cannot be loaded from ${response.url}: status ${response.status}.`);
  // Streaming needs the right media type, which not every static server sends.
  if (response.headers.get("content-type") === "application/wasm") return WebAssembly.compileStreaming(response);
  const bytes = await response.arrayBuffer();
  if (new DataView(bytes).byteLength < 4 || new DataView(bytes).getUint32(0) !== magicNumber) {
    throw new LightGBMError(
      `${response.url} is not LightGBM's module, but ${response.headers.get("content-type") ?? "something else"}. ` +
        "Give its address, as `lightgbm-wasm/lightgbm.wasm` is served; in Vite 5 to 7 exclude lightgbm-wasm from `optimizeDeps`."
    );
  }
  return WebAssembly.compile(bytes);
}

/** Looked up when it is needed, so that a bundle that does not know its own address can still be given one. */
function defaultSource(threads: number): URL {
  try {
    // Written like this, bundlers recognise the files and serve them.
    return threads > 1
      ? new URL("../dist/lightgbm-threads.wasm", import.meta.url)
      : new URL("../dist/lightgbm.wasm", import.meta.url);
  } catch (error) {
    throw new LightGBMError("This bundle does not know where LightGBM's module is: give its address or path.", {
      cause: error
    });
  }
}

function isView(source: object | string): source is ArrayBufferView<ArrayBuffer> {
  return ArrayBuffer.isView(source) && source.buffer instanceof ArrayBuffer;
}

/** In Node a reader of local files, for `file:` URLs and paths; undefined in browsers and for other URLs. */
function localFile(source: string | URL): (() => Promise<BufferSource>) | undefined {
  const fs = globalThis.process?.getBuiltinModule?.("node:fs/promises");
  if (fs === undefined) return undefined;
  if (source instanceof URL) return source.protocol === "file:" ? () => fs.readFile(source) : undefined;
  if (/^(https?|data|blob):/.test(source)) return undefined;
  return () => fs.readFile(source.startsWith("file:") ? new URL(source) : source);
}
