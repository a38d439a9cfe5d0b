import {open} from "node:fs/promises";
import {UserError} from "../../src/lib/errors.js";

const chunkSize = 2 ** 20;

/**
 * The bytes of a file from `start` to `end`, in order. Each chunk lives in the same memory as the one before: use it up
 * before taking the next.
 * @throws UserError file-missing
 */
export async function* readBytes(path: string, start = 0, end = Number.POSITIVE_INFINITY): AsyncGenerator<Uint8Array> {
  const file = await open(path).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      throw new UserError("file-missing", `There is no file ${path}.`, {file: path});
    throw error;
  });
  try {
    const chunk = new Uint8Array(chunkSize);
    for (let position = start; position < end; ) {
      const {bytesRead} = await file.read(chunk, 0, Math.min(chunkSize, end - position), position);
      if (bytesRead === 0) return;
      position += bytesRead;
      yield chunk.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
