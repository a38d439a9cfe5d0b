import {open} from "node:fs/promises";
import {describeFileError} from "./files.js";

const chunkSize = 2 ** 20;

/**
 * The bytes of a file from `start` to `end`, in order. While a chunk is being used, the next one is read into the memory
 * of the one before it: use a chunk up before taking the next.
 * @throws UserError file-missing and others of `describeFileError`
 */
export async function* readBytes(path: string, start = 0, end = Number.POSITIVE_INFINITY): AsyncGenerator<Uint8Array> {
  const file = await open(path).catch((error: unknown) => {
    throw describeFileError(error, path);
  });
  let pending: Promise<unknown> | undefined;
  try {
    const read = (memory: Uint8Array<ArrayBuffer>, position: number) =>
      file.read(memory, 0, Math.min(chunkSize, end - position), position);
    let spare = new Uint8Array(chunkSize);
    let position = start;
    let {bytesRead, buffer} = await read(new Uint8Array(chunkSize), position);
    while (bytesRead > 0) {
      position += bytesRead;
      const next = read(spare, position);
      // A failure is met below, when its turn has come.
      pending = Promise.allSettled([next]);
      spare = buffer;
      yield buffer.subarray(0, bytesRead);
      ({bytesRead, buffer} = await next);
    }
  } catch (error) {
    throw describeFileError(error, path);
  } finally {
    await pending;
    await file.close();
  }
}
