import type {TableSchema} from "../src/lib/schema/tableSchema.js";
import {readBytes} from "./readBytes.js";
import {type DatasetColumns, readColumns} from "./readColumns.js";
import {serveWorker} from "./worker.js";

/** Some lines of a file, as its worker gets them. */
export interface FilePart {
  path: string;
  /** The file's first line. */
  header: Uint8Array;
  /** Which columns mean what; inferred if not given. */
  schema?: TableSchema;
  /** Where the part's first line begins. */
  start: number;
  /** Where the next part begins. */
  end: number;
}

/** The worker behind readInParts: reads whole lines from the middle of a file, as if they followed its header. */
async function readPart(part: FilePart, onBytes: (bytes: number) => void): Promise<DatasetColumns> {
  const {path, header, schema, start, end} = part;
  const onChunk = (_: Uint8Array, bytes: number) => onBytes(bytes - header.length);
  return readColumns(bytesOf(part), {size: end - start, file: path, schema, onChunk});
}

async function* bytesOf({path, header, start, end}: FilePart): AsyncGenerator<Uint8Array> {
  yield header;
  yield* readBytes(path, start, end);
}

serveWorker(readPart);
