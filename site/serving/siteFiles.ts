import {once} from "node:events";
import {ReadStream, type Stats} from "node:fs";
import type {IncomingMessage, ServerResponse} from "node:http";
import {finished, type Readable} from "node:stream";
import {type SendResult, send} from "@fastify/send";
import {byteRange} from "./byteRange.js";
import {acceptsGzip, CompressedFiles, isCompressible} from "./compression.js";

const compressedFiles = new CompressedFiles();

type SendFile = Extract<SendResult, {type: "file"}>;

/** Refusals that are about the request's own conditions, with nothing to say beyond their status. */
const conditionFailures = [412, 416];

export type FileOutcome = "sent" | "missing" | "failed";

/**
 * Answers a request with a file of a folder, as a static host does: `/predict` is `predict.html`, and ranges and
 * conditions are those of RFC 9110, of which a request for several ranges gets the whole file.
 * @param path as it was asked for, still encoded; without a query
 * @returns `missing` where the folder has no such file, `failed` where it cannot be read; nothing has been sent then
 */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  {folder, path, headers = {}}: {folder: string; path: string; headers?: Readonly<Record<string, string>>}
): Promise<FileOutcome> {
  const found = await findFile(request, folder, path);
  const outcome = await outcomeOf(found);
  if (outcome !== "sent") {
    found.stream.destroy();
    return outcome;
  }
  if (conditionFailures.includes(found.statusCode)) {
    found.stream.destroy();
    const range = found.headers["Content-Range"];
    response.writeHead(found.statusCode, {"Content-Length": 0, ...(range !== undefined && {"Content-Range": range})});
    response.end();
    return "sent";
  }
  const type = String(found.headers["Content-Type"] ?? "");
  if (found.type === "file" && isCompressible(type, found.metadata.stat.size)) {
    response.setHeader("Vary", "Accept-Encoding");
    if (found.statusCode === 200 && acceptsGzip(request)) return sendCompressed(request, response, found, headers);
  }
  response.writeHead(found.statusCode, {...found.headers, ...headers});
  pour(found.stream, response);
  return "sent";
}

async function sendCompressed(
  {method}: IncomingMessage,
  response: ServerResponse,
  {stream, metadata: {path, stat}, headers: {"Content-Length": _, "Accept-Ranges": __, ...own}}: SendFile,
  headers: Readonly<Record<string, string>>
): Promise<FileOutcome> {
  const compressed = {...own, ...headers, "Content-Encoding": "gzip"};
  if (method === "HEAD") {
    stream.destroy();
    response.writeHead(200, compressed).end();
    return "sent";
  }
  try {
    const content = await compressedFiles.read(`${path} ${stat.size} ${stat.mtimeMs}`, stream);
    response.writeHead(200, {...compressed, "Content-Length": content.length}).end(content);
    return "sent";
  } catch {
    return "failed";
  }
}

async function findFile(request: IncomingMessage, folder: string, path: string): Promise<SendResult> {
  const options = {
    root: folder,
    extensions: ["html"],
    cacheControl: false,
    onFile: (_: string, status: Stats) => rewriteRange(request, status)
  };
  const found = await send(request, path, options);
  if (found.type !== "directory") return found;
  found.stream.destroy();
  return send(request, `${path}.html`, options);
}

/**
 * The package reads Range and If-Range more loosely than RFC 9110 has them, so it only gets to see what it cannot mistake.
 * A range of another method than GET means nothing; If-Range holds for an exact date alone, since our entity tags are
 * weak (13.1.5).
 */
function rewriteRange({method, headers}: IncomingMessage, {size, mtime}: Stats): void {
  const condition = headers["if-range"];
  const isCurrent = method === "GET" && (condition === undefined || condition === mtime.toUTCString());
  const range = isCurrent && headers.range !== undefined ? byteRange(headers.range, size) : undefined;
  delete headers["if-range"];
  // A matching If-None-Match is 304, whatever else was asked for (13.1.2).
  delete headers["cache-control"];
  if (range === undefined) delete headers.range;
  else headers.range = range === "unsatisfiable" ? `bytes=${size}-` : `bytes=${range.first}-${range.last}`;
}

async function outcomeOf({type, statusCode, stream}: SendResult): Promise<FileOutcome> {
  if (type === "error" && !conditionFailures.includes(statusCode)) return statusCode === 500 ? "failed" : "missing";
  if (!(stream instanceof ReadStream)) return "sent";
  try {
    // Before the status is sent: what was there a moment ago may be gone, and there may be no descriptor left.
    await once(stream, "open");
    return "sent";
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ENOENT" ? "missing" : "failed";
  }
}

/** Ends with the reader, whichever of the two ends first; a file that cannot be read to its end breaks the response off. */
function pour(stream: Readable, response: ServerResponse): void {
  stream.on("error", () => response.destroy());
  finished(response, () => stream.destroy());
  stream.pipe(response);
}
