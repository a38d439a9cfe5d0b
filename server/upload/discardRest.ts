import type {FastifyReply, FastifyRequest} from "fastify";

const lingerMilliseconds = 5000;

/**
 * Lets a client that is still sending finish, or most of it, after the answer is known: a connection closed on a
 * sender loses the answer on its way.
 */
export async function discardRest(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const {raw} = request;
  if (raw.complete || raw.destroyed) return;
  reply.header("Connection", "close");
  raw.unpipe();
  raw.resume();
  const timer = setTimeout(() => raw.destroy(), lingerMilliseconds);
  timer.unref();
  raw.once("close", () => clearTimeout(timer));
}
