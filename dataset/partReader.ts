import {parentPort, workerData} from "node:worker_threads";
import {UserError, type UserErrorData} from "../src/lib/errors.js";
import {readBytes} from "./readBytes.js";
import {type DatasetColumns, readColumns} from "./readColumns.js";

/** Some lines of a file, as its worker gets them. */
export interface FilePart {
  path: string;
  /** The file's first line. */
  header: Uint8Array;
  /** Where the part's first line begins. */
  start: number;
  /** Where the next part begins. */
  end: number;
}

export type PartMessage =
  | {kind: "progress"; bytes: number}
  | {kind: "read"; columns: DatasetColumns}
  | {kind: "refused"; error: UserErrorData};

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
