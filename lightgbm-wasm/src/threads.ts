import {LightGBMError} from "./error.js";
import {threadSource} from "./threadSource.js";

type WorkerThreads = typeof import("node:worker_threads");

/** What the workers of one instance share, and what the module asks of the system to have them. */
export class Threads {
  readonly memory: WebAssembly.Memory;
  readonly imports: WebAssembly.ModuleImports;
  readonly #requests: {thread: number; start: number}[] = [];
  readonly #script: string | URL | undefined;
  #end: (() => void)[] = [];
  #initMainThread: (thread: number) => void = () => {};

  /** `script` is where thread.js is served, if not beside this file. */
  constructor(script?: string | URL) {
    this.#script = script;
    if (nodeWorkers() === undefined && typeof Worker === "undefined") {
      throw new LightGBMError(
        "A service worker cannot start threads: load LightGBM with one, or in a page or a worker."
      );
    }
    if (typeof SharedArrayBuffer === "undefined") {
      throw new LightGBMError(
        "Threads need memory that they share, which a page has only if it is cross-origin isolated: serve it with " +
          "`Cross-Origin-Opener-Policy: same-origin` and `Cross-Origin-Embedder-Policy: require-corp`."
      );
    }
    this.memory = new WebAssembly.Memory({initial: 256, maximum: 65536, shared: true});
    this.imports = {
      memory: this.memory,
      __pthread_create_js: (thread: number, _attributes: number, _entry: number, start: number) => {
        this.#requests.push({thread, start});
        return 0;
      },
      __emscripten_init_main_thread_js: (thread: number) => this.#initMainThread(thread),
      __emscripten_thread_cleanup() {},
      emscripten_check_blocking_allowed() {},
      emscripten_unwind_to_js_event_loop() {
        throw new WebAssembly.RuntimeError("A thread of LightGBM crashed.");
      }
    };
  }

  /** Must be called with the instance before it is initialised. */
  attach({exports}: WebAssembly.Instance): void {
    const {_emscripten_thread_init: init, team_init_locals: initLocals} = exports;
    if (typeof init !== "function" || typeof initLocals !== "function") {
      throw new LightGBMError("This module is not LightGBM with threads.");
    }
    this.#initMainThread = (thread) => {
      init(thread, Number(!maySleep()), 1, Number(maySleep()));
      initLocals(0);
    };
  }

  /** Starts the workers that the module has asked for, and waits until all are there. */
  async start(module: WebAssembly.Module): Promise<void> {
    try {
      await Promise.all(this.#requests.map((request) => this.#startWorker({module, memory: this.memory, ...request})));
    } catch (error) {
      this.end();
      throw error;
    }
  }

  /** Ends the workers; the instance cannot be used any more. */
  end(): void {
    for (const end of this.#end) end();
    this.#end = [];
  }

  async #startWorker(message: object): Promise<void> {
    const node = nodeWorkers();
    if (node !== undefined) return this.#startNodeWorker(node, message);
    if (this.#script !== undefined) return this.#startWebWorker(() => openWorker(this.#script ?? ""), message);
    try {
      // Written like this, bundlers recognise the script and serve it.
      const open = (): Worker => new Worker(new URL("./thread.js", import.meta.url), {type: "module"});
      await this.#startWebWorker(open, message);
    } catch {
      // It is not served, or from another origin.
      const address = URL.createObjectURL(new Blob([threadSource], {type: "text/javascript"}));
      await this.#startWebWorker(() => new Worker(address), message).finally(() => URL.revokeObjectURL(address));
    }
  }

  #startNodeWorker(node: WorkerThreads, message: object): Promise<void> {
    return new Promise((resolve, reject) => {
      const worker = new node.Worker(threadSource, {eval: true, execArgv: []});
      worker.once("message", () => {
        // From now on it only serves the thread that has started it, and must not keep the process alive.
        worker.unref();
        resolve();
      });
      worker.once("error", ({message: reason}) => reject(cannotStart(reason)));
      worker.postMessage(message);
      this.#end.push(() => void worker.terminate());
    });
  }

  #startWebWorker(open: () => Worker, message: object): Promise<void> {
    return new Promise((resolve, reject) => {
      const worker = open();
      worker.onmessage = () => resolve();
      worker.onerror = ({message: reason}) => {
        worker.terminate();
        reject(cannotStart(reason || "its script cannot be loaded; give its address as `worker`."));
      };
      worker.postMessage(message);
      this.#end.push(() => worker.terminate());
    });
  }
}

function nodeWorkers(): WorkerThreads | undefined {
  return globalThis.process?.getBuiltinModule?.("node:worker_threads");
}

/** A module worker; from another origin by way of a script that imports it. */
function openWorker(script: string | URL): Worker {
  const address = new URL(script, globalThis.location?.href);
  if (address.origin === globalThis.location?.origin) return new Worker(address, {type: "module"});
  const text = `import ${JSON.stringify(address.href)};`;
  return new Worker(URL.createObjectURL(new Blob([text], {type: "text/javascript"})), {type: "module"});
}

function cannotStart(reason: string): LightGBMError {
  return new LightGBMError(`A thread cannot be started: ${reason}`);
}

/** Whether a module is the threaded one: it is given its memory instead of bringing its own. */
export function isThreaded(module: WebAssembly.Module): boolean {
  return WebAssembly.Module.imports(module).some(({kind}) => kind === "memory");
}

/** A page's main thread must not sleep: it looks again and again instead. */
export function maySleep(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1);
    return true;
  } catch {
    return false;
  }
}
