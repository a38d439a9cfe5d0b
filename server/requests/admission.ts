import {UserError} from "../../src/lib/errors.js";

export interface AdmissionLimits {
  concurrentRequests: number;
  queuedRequests: number;
  waitingBytes: number;
}

/** What a request that was admitted may take; all of it is given back when the request ends. */
export interface Admitted {
  /**
   * Resolves once it is the request's turn to compute, in order of asking; at once if it has its turn already.
   * @throws the signal's reason, if it aborts before
   */
  takeTurn(): Promise<void>;
  /** Lets others compute, while this request waits for its client. */
  endTurn(): void;
  /** Accounts for bytes of a body that is kept until it can be read. @throws {UserError} `server-busy` */
  hold(bytes: number): void;
}

/** Milliseconds that a request may wait for its turn before the server counts as saturated. */
const longestWait = 5_000;

/**
 * Shares the server among requests. Turns to compute are limited, and are held only while something is computed: a
 * client that sends or reads slowly keeps nobody waiting. What waiting costs is limited as well, by the number of
 * requests that are open and by the sum of the bodies that wait unread; any more are refused at once.
 */
export class Admission {
  readonly #limits: AdmissionLimits;
  /** Those who wait for a turn, and since when. */
  readonly #queue = new Map<() => void, number>();
  #open = 0;
  #inFlight = 0;
  #heldBytes = 0;

  constructor(limits: AdmissionLimits) {
    this.#limits = limits;
  }

  /** Requests that are being received, computed or answered. */
  get open(): number {
    return this.#open;
  }

  /** Requests that compute. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** Requests that wait for their turn. */
  get queued(): number {
    return this.#queue.size;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Whether the next request would be refused, or would wait for long. */
  get saturated(): boolean {
    const [since] = this.#queue.values();
    const isSlow = since !== undefined && performance.now() - since > longestWait;
    return isSlow || this.#open >= this.#mostOpen || this.#heldBytes >= this.#limits.waitingBytes;
  }

  /** @throws {UserError} `server-busy` */
  async run<T>(signal: AbortSignal, work: (admitted: Admitted) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    if (this.#open >= this.#mostOpen) throw busy();
    this.#open++;
    let hasTurn = false;
    let held = 0;
    const admitted: Admitted = {
      takeTurn: async () => {
        if (hasTurn) return;
        await this.#enter(signal);
        hasTurn = true;
      },
      endTurn: () => {
        if (!hasTurn) return;
        hasTurn = false;
        this.#leave();
      },
      hold: (bytes) => {
        if (this.#heldBytes + bytes > this.#limits.waitingBytes) throw busy();
        held += bytes;
        this.#heldBytes += bytes;
      }
    };
    try {
      return await work(admitted);
    } finally {
      admitted.endTurn();
      this.#heldBytes -= held;
      this.#open--;
    }
  }

  get #mostOpen(): number {
    return this.#limits.concurrentRequests + this.#limits.queuedRequests;
  }

  async #enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#inFlight < this.#limits.concurrentRequests) {
      this.#inFlight++;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        this.#queue.delete(admit);
        reject(signal.reason);
      };
      const admit = () => {
        signal.removeEventListener("abort", leave);
        resolve();
      };
      this.#queue.set(admit, performance.now());
      signal.addEventListener("abort", leave, {once: true});
    });
  }

  /** Passes the turn on to whoever has waited longest. */
  #leave(): void {
    const [next] = this.#queue.keys();
    if (next === undefined) {
      this.#inFlight--;
      return;
    }
    this.#queue.delete(next);
    next();
  }
}

const busy = () => new UserError("server-busy", "The server has too many requests; try again in a moment.");
