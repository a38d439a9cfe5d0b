import type {Readable} from "node:stream";
import type {FastifyRequest} from "fastify";
import {UserError} from "../../src/lib/errors.js";
import type {Limits} from "../settings/configuration.js";
import {bodyChunks} from "./body.js";
import {untilAborted} from "./requestLife.js";

export const dataField = "data_file";

/** An upper limit for what a multipart form has around its file. */
const envelopeBytes = 1_000_000;

/**
 * Opens the uploaded file, within the limits: a body that is CSV itself, or the first part named `data_file` of a
 * multipart form, whose other parts are ignored.
 * @throws {UserError} `no-file`, `multipart-broken`, `multipart-too-many-parts`, `upload-too-large`, which the chunks
 * throw as well
 * @throws the signal's reason once it aborts
 */
export async function openDataFile(
  request: FastifyRequest,
  limits: Limits,
  signal: AbortSignal
): Promise<AsyncIterable<Uint8Array>> {
  const isCsv = mediaTypeOf(request) === "text/csv";
  if (!isCsv && !request.isMultipart()) throw noFile();
  if (Number(request.headers["content-length"]) > limits.uploadBytes + (isCsv ? 0 : envelopeBytes))
    throw uploadTooLarge(limits.uploadBytes);
  if (isCsv) return limitSize(bodyChunks(request.raw, signal), limits);
  const file = await untilAborted(signal, findFile(request)).catch((error: unknown) => {
    throw error instanceof UserError || signal.aborted ? error : describeFormError(error);
  });
  return limitSize(chunksOf(file, signal), limits);
}

/** In lower case, without parameters. */
export function mediaTypeOf({headers}: FastifyRequest): string {
  return (headers["content-type"] ?? "").replace(/;.*/s, "").trim().toLowerCase();
}

async function findFile(request: FastifyRequest): Promise<Readable> {
  // limitSize limits the size: this parser would only cut the file off.
  const limits = {fileSize: Number.MAX_SAFE_INTEGER, files: 10, fields: 10, parts: 20, fieldSize: 100_000};
  // Stepped by hand: leaving a for await loop would end the parser, and the file with it.
  const parts = request.parts({limits})[Symbol.asyncIterator]();
  for (let part = await parts.next(); !part.done; part = await parts.next()) {
    if (part.value.type === "file" && part.value.fieldname === dataField) return part.value.file;
    if (part.value.type === "file") part.value.file.resume();
  }
  throw noFile();
}

async function* chunksOf(file: Readable, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const stop = () => file.destroy();
  signal.addEventListener("abort", stop, {once: true});
  try {
    for await (const chunk of file) {
      signal.throwIfAborted();
      yield chunk;
    }
    signal.throwIfAborted();
  } catch {
    signal.throwIfAborted();
    throw broken();
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

async function* limitSize(chunks: AsyncIterable<Uint8Array>, {uploadBytes}: Limits): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > uploadBytes) throw uploadTooLarge(uploadBytes);
    yield chunk;
  }
}

function uploadTooLarge(uploadBytes: number): UserError {
  return new UserError("upload-too-large", `The file is larger than ${uploadBytes.toLocaleString("en")} bytes.`);
}

function noFile(): UserError {
  const message = `Send the CSV file as the field \`${dataField}\` of a multipart form, or as a body of type text/csv.`;
  return new UserError("no-file", message, {column: dataField});
}

/** Of @fastify/multipart. */
const partLimits = ["FST_PARTS_LIMIT", "FST_FILES_LIMIT", "FST_FIELDS_LIMIT"];

function describeFormError(error: unknown): UserError {
  if (error instanceof Error && "code" in error && partLimits.includes(String(error.code)))
    return new UserError("multipart-too-many-parts", "The multipart form has too many parts.");
  return broken();
}

function broken(): UserError {
  return new UserError("multipart-broken", "The multipart form is malformed, or ends in the middle.");
}
