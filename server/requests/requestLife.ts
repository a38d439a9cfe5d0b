import type {FastifyReply, FastifyRequest} from "fastify";
import {UserError} from "../../src/lib/errors.js";
import type {Limits} from "../settings/configuration.js";

/** The client hung up; nobody reads an answer. */
export class ClientGone extends Error {
  override readonly name = "ClientGone";
}

/**
 * How long a request may live: until its client hangs up, its time is over, or nothing has moved for too long. The
 * signal's reason says which. (Fastify's own `request.signal` aborts as soon as the request has arrived.)
 */
export class RequestLife {
  readonly #controller = new AbortController();
  readonly #request: FastifyRequest;
  readonly #reply: FastifyReply;
  readonly #limits: Limits;

  constructor(request: FastifyRequest, reply: FastifyReply, limits: Limits) {
    this.#request = request;
    this.#reply = reply;
    this.#limits = limits;
    const timer = setTimeout(
      () => this.#expire(`The request took longer than ${limits.requestSeconds} seconds.`),
      limits.requestSeconds * 1000
    );
    reply.raw.once("close", () => {
      clearTimeout(timer);
      if (!reply.raw.writableFinished) this.#controller.abort(new ClientGone("The client hung up."));
    });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Call it once the request is admitted: one in the queue has nothing to send or to take. */
  watchIdleness(): void {
    const {idleSeconds} = this.#limits;
    this.#request.raw.setTimeout(idleSeconds * 1000, () => {
      // A client that does not read its response would not read an error either.
      if (this.#reply.raw.headersSent) this.#request.raw.socket.destroy();
      else this.#expire(`Nothing was sent for ${idleSeconds} seconds.`);
    });
  }

  #expire(message: string): void {
    this.#controller.abort(new UserError("request-timeout", message));
  }
}

/** The work's result, or the signal's reason if that comes first. */
export function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, {once: true});
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
    if (signal.aborted) abort();
  });
}
