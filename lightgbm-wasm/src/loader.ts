import {LightGBMError} from "./error.js";
import {LightGBM} from "./lightgbm.js";
import {NativeModule} from "./native.js";
import {isThreaded, maySleep, Threads} from "./threads.js";
import {createSystem} from "./wasi.js";

/** Where the module is: a URL, in Node a path, its bytes, or the module compiled before. */
export type ModuleSource = string | URL | BufferSource | WebAssembly.Module;

export interface LoadOptions {
  /** Receives LightGBM's log lines; how many there are is up to the parameter `verbosity`. Silent by default. */
  onLog?: (line: string) => void;
  /**
   * How many threads work on binning, training and prediction, which does not change any result; 1 by default. More
   * than one need workers and, in browsers, a page that is cross-origin isolated.
   */
  threads?: number;
}

/** The low bits of a word in the module tell how many threads work. */
const mostThreads = 255;

const singleThreaded = new URL("../dist/lightgbm.wasm", import.meta.url);
const multiThreaded = new URL("../dist/lightgbm-threads.wasm", import.meta.url);

/**
 * Makes an instance of LightGBM with a memory of its own, in Node, in pages and in workers alike.
 * Instances in several workers can share one compiled module, see `compileLightGBM`.
 */
export async function loadLightGBM(
  source?: ModuleSource,
  {onLog, threads: count = 1}: LoadOptions = {}
): Promise<LightGBM> {
  if (!Number.isInteger(count) || count < 1 || count > mostThreads) {
    throw new LightGBMError(`The number of threads must be an integer from 1 to ${mostThreads}, not ${count}.`);
  }
  const module = await compileLightGBM(source, {threads: count});
  const system = createSystem(onLog);
  if (!isThreaded(module)) {
    if (count > 1) throw new LightGBMError("Several threads need the module `lightgbm-threads.wasm`.");
    return new LightGBM(new NativeModule(await WebAssembly.instantiate(module, system.imports), system));
  }
  const threads = new Threads();
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
  {threads = 1}: Pick<LoadOptions, "threads"> = {}
): Promise<WebAssembly.Module> {
  source ??= threads > 1 ? multiThreaded : singleThreaded;
  if (source instanceof WebAssembly.Module) return source;
  if (typeof source !== "string" && !(source instanceof URL)) return WebAssembly.compile(source);
  const file = localFile(source);
  if (file !== undefined) return WebAssembly.compile(await file());
  const response = await fetch(source);
  if (!response.ok)
    throw new LightGBMError(`LightGBM cannot be loaded from ${response.url}: status ${response.status}.`);
  // Streaming needs the right media type, which not every static server sends.
  if (response.headers.get("content-type") === "application/wasm") return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** In Node a reader of local files, for `file:` URLs and paths; undefined in browsers and for other URLs. */
function localFile(source: string | URL): (() => Promise<BufferSource>) | undefined {
  const fs = globalThis.process?.getBuiltinModule?.("node:fs/promises");
  if (fs === undefined) return undefined;
  if (source instanceof URL) return source.protocol === "file:" ? () => fs.readFile(source) : undefined;
  if (/^(https?|data|blob):/.test(source)) return undefined;
  return () => fs.readFile(source.startsWith("file:") ? new URL(source) : source);
}
