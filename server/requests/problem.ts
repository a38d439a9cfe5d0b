import type {Socket} from "node:net";
import type {FastifyError} from "fastify";
import {isFaultOfModel, UserError, type UserErrorData} from "../../src/lib/errors.js";
import {ClientGone} from "./requestLife.js";

/** A response that is not the one that was asked for. */
export interface Problem {
  status: number;
  body: UserErrorData;
}

/** By the code of a UserError; any other is a mistake in the data, 422, or in the model, 500. */
const statusByCode: Readonly<Record<string, number>> = {
  "file-unreadable": 503,
  "body-incomplete": 400,
  "body-too-large": 413,
  "csv-row-too-long": 413,
  "json-broken": 400,
  "method-not-allowed": 405,
  "multipart-broken": 400,
  "multipart-too-many-parts": 413,
  "not-found": 404,
  "not-acceptable": 406,
  "request-timeout": 408,
  "too-many-rows": 413,
  "unsupported-encoding": 415,
  "unsupported-media-type": 415,
  "upload-too-large": 413,
  "rate-limited": 429,
  "server-busy": 503,
  "server-ending": 503
};

/** The errors of Fastify and its plugins in our words. */
const knownErrors: Readonly<Record<string, {status: number; code: string; message: string}>> = {
  FST_ERR_BAD_URL: {status: 400, code: "bad-address", message: "The address is not a valid one."},
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: "unsupported-media-type",
    message: "This address does not accept this Content-Type."
  }
};

const internal: Problem = {
  status: 500,
  body: {code: "internal-error", message: "Internal server error; the server's log has the cause."}
};

/** What the client gets; a bug of ours is described without its details. */
export function describeProblem(error: unknown): Problem {
  if (error instanceof UserError)
    return {status: statusByCode[error.code] ?? (isFaultOfModel(error) ? 500 : 422), body: error.toJSON()};
  // 499 is what the logs of proxies call it; nobody reads the response.
  if (error instanceof ClientGone) return {status: 499, body: {code: "client-gone", message: error.message}};
  if (!isFastifyError(error)) return internal;
  if (error.validation !== undefined) return invalidParameter(error);
  const known = knownErrors[error.code];
  if (known !== undefined) return {status: known.status, body: {code: known.code, message: known.message}};
  if (error.statusCode !== undefined && error.statusCode < 500)
    return {status: error.statusCode, body: {code: "bad-request", message: error.message}};
  return internal;
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}

function invalidParameter({validation, message}: FastifyError): Problem {
  const column = validation?.[0]?.instancePath.replace(/^\//, "");
  return {status: 422, body: {code: "invalid-parameter", message: `${message}.`, ...(column && {column})}};
}

/** By Node's codes. */
const connectionErrors: Readonly<Record<string, {status: string; code: string; message: string}>> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: "408 Request Timeout",
    code: "request-timeout",
    message: "The request did not arrive in time."
  },
  HPE_HEADER_OVERFLOW: {
    status: "431 Request Header Fields Too Large",
    code: "header-too-large",
    message: "The request's headers are too large."
  }
};
const malformed = {status: "400 Bad Request", code: "bad-request", message: "The request is not valid HTTP."};

/** Answers what never became a request, in the form of every other error. */
export function answerConnectionError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const {status, ...problem} = connectionErrors[error.code ?? ""] ?? malformed;
  const body = JSON.stringify(problem);
  socket.end(
    [
      `HTTP/1.1 ${status}`,
      "Connection: close",
      "Content-Type: application/json",
      `Content-Length: ${Buffer.byteLength(body)}`,
      "",
      body
    ].join("\r\n")
  );
  socket.destroySoon();
}
