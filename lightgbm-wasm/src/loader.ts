import {LightGBMError} from "./error.js";
import {LightGBM} from "./lightgbm.js";
import {NativeModule} from "./native.js";
import {createSystem} from "./wasi.js";

/** Where the module is: a URL, in Node a path, its bytes, or the module compiled before. */
export type ModuleSource = string | URL | BufferSource | WebAssembly.Module;

export interface LoadOptions {
  /** Receives LightGBM's log lines; how many there are is up to the parameter `verbosity`. Silent by default. */
  onLog?: (line: string) => void;
}

const defaultSource = new URL("../dist/lightgbm.wasm", import.meta.url);

/**
 * Makes an instance of LightGBM with a memory of its own, in Node, in pages and in workers alike.
 * Instances in several workers can share one compiled module, see `compileLightGBM`.
 */
export async function loadLightGBM(source: ModuleSource = defaultSource, {onLog}: LoadOptions = {}): Promise<LightGBM> {
  const module = await compileLightGBM(source);
  const system = createSystem(onLog);
  const instance = await WebAssembly.instantiate(module, system.imports);
  return new LightGBM(new NativeModule(instance, system));
}

/** Compiles the module without instantiating it; the result can be posted to workers. */
export async function compileLightGBM(source: ModuleSource = defaultSource): Promise<WebAssembly.Module> {
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
