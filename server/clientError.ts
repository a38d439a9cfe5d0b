import type {Socket} from "node:net";

const answers: Readonly<Record<string, {status: string; code: string; message: string}>> = {
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
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const {status, ...problem} = answers[error.code ?? ""] ?? malformed;
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
