import type {IncomingMessage} from "node:http";

/**
 * Reads the rest of a body and throws it away: a connection that is closed while its client sends loses the response on
 * its way. Resolves once it has all arrived, with whether it has; a client that goes on beyond the limits loses.
 */
export function discardRest(
  request: IncomingMessage,
  {bytes, seconds}: {bytes: number; seconds: number}
): Promise<boolean> {
  if (request.complete && request.readableLength === 0) return Promise.resolve(true);
  if (request.destroyed) return Promise.resolve(false);
  return new Promise((resolve) => {
    let left = bytes;
    const end = () => {
      clearTimeout(timer);
      request.off("data", count);
      resolve(request.complete);
    };
    const count = (chunk: Uint8Array) => {
      left -= chunk.length;
      if (left < 0) end();
    };
    const timer = setTimeout(end, seconds * 1000);
    request.unpipe();
    request.on("data", count);
    for (const event of ["end", "close", "error"]) request.once(event, end);
    request.resume();
  });
}
