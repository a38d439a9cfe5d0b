import {MemoryFiles} from "./files.js";

const success = 0;
const badDescriptor = 8;
const notSupported = 52;

export interface System {
  files: MemoryFiles;
  imports: WebAssembly.Imports;
  /** Must be called with the instance's memory before anything runs. */
  attach(memory: WebAssembly.Memory): void;
}

/**
 * The few system calls that the standalone module makes: a clock, log lines, files in memory, no sockets, no environment.
 * The same functions serve Node, pages and workers.
 */
export function createSystem(onLog?: (line: string) => void): System {
  let memory: WebAssembly.Memory | undefined;
  const view = (): DataView => {
    if (memory === undefined) throw new Error("The module called the system before its memory was there.");
    return new DataView(memory.buffer);
  };
  const log = lineSplitter(onLog);
  const files = new MemoryFiles();
  /** The blocks of memory that a call reads into or writes from. */
  const blocks = (vectors: number, count: number): Uint8Array[] => {
    const data = view();
    return Array.from({length: count}, (_, i) => {
      const start = data.getUint32(vectors + 8 * i, true);
      return new Uint8Array(data.buffer, start, data.getUint32(vectors + 8 * i + 4, true));
    });
  };

  return {
    files,
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
          const isLog = descriptor === 1 || descriptor === 2;
          if (!isLog && !files.isOpen(descriptor)) return badDescriptor;
          let total = 0;
          for (const block of blocks(vectors, count)) {
            if (isLog) log(block);
            else files.write(descriptor, block);
            total += block.length;
          }
          view().setUint32(written, total, true);
          return success;
        },
        fd_read(descriptor: number, vectors: number, count: number, read: number) {
          if (!files.isOpen(descriptor)) return badDescriptor;
          const total = blocks(vectors, count).reduce((sum, block) => sum + files.read(descriptor, block), 0);
          view().setUint32(read, total, true);
          return success;
        },
        fd_seek(descriptor: number, offset: bigint, whence: number, position: number) {
          if (!files.isOpen(descriptor)) return badDescriptor;
          view().setBigUint64(position, BigInt(files.seek(descriptor, Number(offset), whence)), true);
          return success;
        },
        fd_close(descriptor: number) {
          if (!files.isOpen(descriptor)) return badDescriptor;
          files.close(descriptor);
          return success;
        },
        environ_sizes_get(count: number, size: number) {
          view().setUint32(count, 0, true);
          view().setUint32(size, 0, true);
          return success;
        },
        environ_get: () => success,
        proc_exit(status: number) {
          throw new WebAssembly.RuntimeError(`LightGBM ended with status ${status}.`);
        }
      },
      env: {
        emscripten_notify_memory_growth() {},
        open_file(path: number, flags: number) {
          const bytes = new Uint8Array(view().buffer);
          // A copy, because text is not decoded from shared memory.
          return files.open(new TextDecoder().decode(bytes.slice(path, bytes.indexOf(0, path))), flags);
        },
        getentropy(start: number, length: number) {
          new Uint8Array(view().buffer, start, length).set(crypto.getRandomValues(new Uint8Array(length)));
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
    const lines = (rest + decoder.decode(bytes.slice(), {stream: true})).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  };
}
