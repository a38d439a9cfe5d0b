import {UserError} from "../src/lib/errors.js";

interface Waiting {
  admit(): void;
}

/**
 * Lets so many requests work at the same time; so many more wait for their turn, in order, unread, so that TCP slows
 * their senders down. The rest is told at once to come back later.
 */
export class Admission {
  readonly #concurrent: number;
  readonly #limit: number;
  readonly #queue = new Set<Waiting>();
  #working = 0;

  constructor({concurrentRequests, waitingRequests}: {concurrentRequests: number; waitingRequests: number}) {
    this.#concurrent = concurrentRequests;
    this.#limit = waitingRequests;
  }

  get working(): number {
    return this.#working;
  }

  get waiting(): number {
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
      this.#working--;
      this.#admitNext();
    }
  }

  async #enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#working < this.#concurrent) {
      this.#working++;
      return;
    }
    if (this.#queue.size >= this.#limit)
      throw new UserError("server-busy", "The server has as many requests as it can hold; try again in a moment.");
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
      if (this.#working >= this.#concurrent) return;
      this.#queue.delete(waiting);
      this.#working++;
      waiting.admit();
    }
  }
}
