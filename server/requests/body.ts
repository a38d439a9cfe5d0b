import type {IncomingMessage} from "node:http";
import {UserError} from "../../src/lib/errors.js";
import type {Admitted} from "./admission.js";
import {untilAborted} from "./requestLife.js";

/**
 * A request's body as it arrives.
 * @throws the signal's reason once it aborts; {UserError} `body-incomplete`
 */
export async function* bodyChunks(request: IncomingMessage, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  // Leaving the loop must not end the connection: the response is still to be sent.
  const chunks = request.iterator({destroyOnReturn: false});
  try {
    for (;;) {
      const step = await untilAborted(signal, chunks.next()).catch((error: unknown) => {
        signal.throwIfAborted();
        throw error instanceof UserError ? error : new UserError("body-incomplete", "The body ends before its end.");
      });
      if (step.done) return;
      yield step.value;
    }
  } finally {
    // Else nobody else could read the rest. Not awaited: it waits for the step that was aborted.
    void chunks.return?.();
  }
}

/**
 * A whole body, unparsed; while it is kept, it is accounted for.
 * @throws {UserError} `body-too-large`, `body-incomplete`, `server-busy`
 */
export async function readBody(
  request: IncomingMessage,
  {maximum, admitted, signal}: {maximum: number; admitted: Admitted; signal: AbortSignal}
): Promise<Uint8Array> {
  if (Number(request.headers["content-length"]) > maximum) throw tooLarge(maximum);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bodyChunks(request, signal)) {
    length += chunk.length;
    if (length > maximum) throw tooLarge(maximum);
    admitted.hold(chunk.length);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(maximum: number): UserError {
  return new UserError("body-too-large", `The body is larger than ${maximum.toLocaleString("en")} bytes.`);
}
