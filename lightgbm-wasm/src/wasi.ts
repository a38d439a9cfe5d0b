const success = 0;
const badDescriptor = 8;
const notSupported = 52;

export interface System {
  imports: WebAssembly.Imports;
  /** Must be called with the instance's memory before anything runs. */
  attach(memory: WebAssembly.Memory): void;
}

/**
 * The few system calls that the standalone module makes: a clock, its log lines, and no files, sockets or environment.
 * The same functions serve Node, pages and workers.
 */
export function createSystem(onLog?: (line: string) => void): System {
  let memory: WebAssembly.Memory | undefined;
  const view = (): DataView<ArrayBuffer> => {
    if (memory === undefined) throw new Error("The module called the system before its memory was there.");
    // LightGBM's memory is never shared between instances.
    return new DataView(memory.buffer);
  };
  const log = lineSplitter(onLog);

  return {
    attach(instanceMemory) {
      memory = instanceMemory;
    },
    imports: {
      wasi_snapshot_preview1: {
        clock_time_get(_clock: number, _precision: bigint, result: number) {
          view().setBigUint64(result, BigInt(Math.round(performance.now() * 1e6)), true);
          return success;
        },
        fd_write(descriptor: number, vectors: number, count: number, written: number) {
          if (descriptor !== 1 && descriptor !== 2) return badDescriptor;
          const data = view();
          let total = 0;
          for (let i = 0; i < count; ++i) {
            const start = data.getUint32(vectors + 8 * i, true);
            const length = data.getUint32(vectors + 8 * i + 4, true);
            log(new Uint8Array(data.buffer, start, length));
            total += length;
          }
          data.setUint32(written, total, true);
          return success;
        },
        environ_sizes_get(count: number, size: number) {
          view().setUint32(count, 0, true);
          view().setUint32(size, 0, true);
          return success;
        },
        environ_get: () => success,
        fd_read: () => badDescriptor,
        fd_seek: () => badDescriptor,
        fd_close: () => badDescriptor,
        proc_exit(status: number) {
          throw new WebAssembly.RuntimeError(`LightGBM ended with status ${status}.`);
        }
      },
      env: {
        emscripten_notify_memory_growth() {},
        getentropy(start: number, length: number) {
          crypto.getRandomValues(new Uint8Array(view().buffer, start, length));
          return success;
        },
        __syscall_recvfrom: () => -notSupported,
        __syscall_sendto: () => -notSupported
      }
    }
  };
}

/** Collects LightGBM's output into lines. */
function lineSplitter(onLine?: (line: string) => void): (bytes: Uint8Array) => void {
  if (onLine === undefined) return () => {};
  const decoder = new TextDecoder();
  let rest = "";
  return (bytes) => {
    const lines = (rest + decoder.decode(bytes, {stream: true})).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  };
}
