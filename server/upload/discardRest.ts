import type {IncomingMessage} from "node:http";

const lingerMilliseconds = 5000;

/**
 * Lets a client that is still sending go on for a while after its answer has been sent: a connection closed on a
 * sender loses the answer on its way.
 */
export function discardRest(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  request.unpipe();
  request.resume();
  const timer = setTimeout(() => request.destroy(), lingerMilliseconds);
  timer.unref();
  request.once("close", () => clearTimeout(timer));
}
