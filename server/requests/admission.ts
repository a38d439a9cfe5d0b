import {UserError} from "../../src/lib/errors.js";

interface Waiting {
  admit(): void;
}

/**
 * Limits how many requests are worked on at the same time. A limited number more wait in a queue, unread, so that TCP
 * slows their senders down; any further request is refused at once.
 */
export class Admission {
  readonly #concurrent: number;
  readonly #limit: number;
  readonly #queue = new Set<Waiting>();
  #inFlight = 0;

  constructor({concurrentRequests, queuedRequests}: {concurrentRequests: number; queuedRequests: number}) {
    this.#concurrent = concurrentRequests;
    this.#limit = queuedRequests;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get queued(): number {
    return this.#queue.size;
  }

  /**
   * @throws {UserError} `server-busy`
   * @throws the signal's reason, if it aborts before the work has begun
   */
  async run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#enter(signal);
    try {
      return await work();
    } finally {
      this.#inFlight--;
      this.#admitNext();
    }
  }

  async #enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#inFlight < this.#concurrent) {
      this.#inFlight++;
      return;
    }
    if (this.#queue.size >= this.#limit)
      throw new UserError("server-busy", "The server has too many requests; try again in a moment.");
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        this.#queue.delete(waiting);
        reject(signal.reason);
      };
      const waiting = {
        admit: () => {
          signal.removeEventListener("abort", leave);
          resolve();
        }
      };
      this.#queue.add(waiting);
      signal.addEventListener("abort", leave, {once: true});
    });
  }

  #admitNext(): void {
    for (const waiting of this.#queue) {
      if (this.#inFlight >= this.#concurrent) return;
      this.#queue.delete(waiting);
      this.#inFlight++;
      waiting.admit();
    }
  }
}
