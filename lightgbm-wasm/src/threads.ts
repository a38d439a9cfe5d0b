import {LightGBMError} from "./error.js";

type WorkerThreads = typeof import("node:worker_threads");

/** What the workers of one instance share, and what the module asks of the system to have them. */
export class Threads {
  readonly memory: WebAssembly.Memory;
  readonly imports: WebAssembly.ModuleImports;
  readonly #requests: {thread: number; start: number}[] = [];
  #end: (() => void)[] = [];
  #initMainThread: (thread: number) => void = () => {};

  constructor() {
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
      initLocals();
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

  #startWorker(message: object): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (reason: string): void => reject(new LightGBMError(`A thread cannot be started: ${reason}`));
      const node: WorkerThreads | undefined = globalThis.process?.getBuiltinModule?.("node:worker_threads");
      if (node !== undefined) {
        const worker = new node.Worker(new URL("./thread.js", import.meta.url), {execArgv: []});
        worker.once("message", () => {
          // From now on it only serves the thread that has started it, and must not keep the process alive.
          worker.unref();
          resolve();
        });
        worker.once("error", ({message}) => fail(message));
        worker.postMessage(message);
        this.#end.push(() => void worker.terminate());
        return;
      }
      const worker = new Worker(new URL("./thread.js", import.meta.url), {type: "module"});
      worker.onmessage = () => resolve();
      worker.onerror = ({message}) => fail(message || "its script cannot be loaded.");
      worker.postMessage(message);
      this.#end.push(() => worker.terminate());
    });
  }
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
