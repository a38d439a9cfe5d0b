import type {FastifyReply} from "fastify";
import {UserError} from "../../src/lib/errors.js";

/** The client hung up; nobody reads an answer. */
export class ClientGone extends Error {
  override readonly name = "ClientGone";
}

/**
 * How long a request may live: until its client hangs up or is too slow, or its time is over. The signal's reason says
 * which. (Fastify's own `request.signal` aborts as soon as the request has arrived.)
 */
export class RequestLife {
  readonly #controller = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  constructor(reply: FastifyReply) {
    reply.raw.once("close", () => {
      clearTimeout(this.#timer);
      if (!reply.raw.writableFinished) this.#controller.abort(new ClientGone("The client closed the connection."));
    });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  limitTime(seconds: number): void {
    this.#timer = setTimeout(() => this.expire(`The request took longer than ${seconds} seconds.`), seconds * 1000);
  }

  expire(message: string): void {
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
