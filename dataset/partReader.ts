import {parentPort, workerData} from "node:worker_threads";
import {UserError} from "../src/lib/errors.js";
import type {FilePart, PartMessage} from "./filePart.js";
import {readBytes} from "./readBytes.js";
import {readColumns} from "./readColumns.js";

/** The worker behind readInParts: reads whole lines from the middle of a file, as if they followed its header. */
async function readPart(part: FilePart): Promise<PartMessage> {
  const {path, header, start, end} = part;
  const onChunk = (_: Uint8Array, bytes: number) => post({kind: "progress", bytes: bytes - header.length});
  try {
    return {kind: "read", columns: await readColumns(bytesOf(part), {size: end - start, file: path, onChunk})};
  } catch (error) {
    if (error instanceof UserError) return {kind: "refused", error: error.toJSON()};
    throw error;
  }
}

async function* bytesOf({path, header, start, end}: FilePart): AsyncGenerator<Uint8Array> {
  yield header;
  yield* readBytes(path, start, end);
}

function post(message: PartMessage): void {
  parentPort?.postMessage(message);
}

post(await readPart(workerData));
