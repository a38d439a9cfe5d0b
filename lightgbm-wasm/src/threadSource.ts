/**
 * The text of thread.js, for where its file is not served or lies on another origin; tests/threads.test.ts holds the two to
 * each other.
 */
export const threadSource = `// What a worker runs to be one of the threads of an instance of LightGBM: the same module on the same memory, which
// waits for its share of each task. It is JavaScript without imports, so that it runs from source as it is.
// @ts-check

const notSupported = 52;

/**
 * @typedef {object} ThreadStart
 * @property {WebAssembly.Module} module
 * @property {WebAssembly.Memory} memory
 * @property {number} thread The address of the C library's description of the thread.
 * @property {number} start The address of what it starts with: where its stack is.
 */

const port = globalThis.process?.getBuiltinModule?.("node:worker_threads").parentPort;
if (port) port.once("message", (message) => serve(message, (reply) => port.postMessage(reply)));
else globalThis.onmessage = ({data}) => serve(data, (reply) => globalThis.postMessage(reply));

/**
 * @param {ThreadStart} start
 * @param {(message: string) => void} reply
 */
async function serve({module, memory, thread, start}, reply) {
  const {exports: exported} = await WebAssembly.instantiate(module, imports(module, memory));
  /** @type {(name: string, ...args: number[]) => void} */
  const call = (name, ...args) => {
    const target = exported[name];
    if (typeof target === "function") target(...args);
  };
  const {__stack_pointer: stackPointer} = exported;
  const [stackTop] = new Uint32Array(memory.buffer, start, 1);
  if (stackPointer instanceof WebAssembly.Global) stackPointer.value = stackTop;
  call("_emscripten_thread_init", thread, 0, 0, 1);
  call("team_init_locals", start);
  reply("ready");
  try {
    // Does not return: the worker ends when it is terminated.
    call("team_serve", start);
  } catch {
    call("team_crashed");
  }
}

/**
 * Threads only calculate: files, log lines and the like are the main thread's.
 * @param {WebAssembly.Module} module
 * @param {WebAssembly.Memory} memory
 */
function imports(module, memory) {
  /** @type {Record<string, Record<string, WebAssembly.ImportValue>>} */
  const found = {};
  for (const {module: from, name, kind} of WebAssembly.Module.imports(module)) {
    found[from] ??= {};
    found[from][name] = kind === "memory" ? memory : () => notSupported;
  }
  return found;
}
`;
