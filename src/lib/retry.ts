import {UserError} from "./errors.js";

/** A failure that may be gone at the next try. */
export class RetryableError extends Error {
  override readonly name = "RetryableError";
  /** The code of the error that the user gets if it does not pass. */
  readonly code: string;
  /** Milliseconds that the server asks to wait. */
  readonly retryAfter: number | undefined;

  /** @param reason a sentence without its full stop */
  constructor(code: string, reason: string, retryAfter?: number) {
    super(reason);
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /** @param advice one more sentence */
  asUserError(advice: string): UserError {
    return new UserError(this.code, `${this.message}. ${advice}`);
  }
}

export interface RetryPolicy {
  /** Tries without any progress before giving up. */
  tries: number;
  /** Milliseconds before the second try; doubled each time. */
  firstDelay: number;
  longestDelay: number;
  /** A longer wait that the server asks for is left to the user. */
  longestRetryAfter: number;
}

/** Gives up after about a minute without any answer. */
const patient: RetryPolicy = {tries: 7, firstDelay: 1_000, longestDelay: 30_000, longestRetryAfter: 300_000};

export interface RetryOptions {
  policy?: RetryPolicy;
  signal?: AbortSignal;
  /** Called with what went wrong before each wait. */
  onNotice?: (sentence: string) => void;
}

/** Counts the failures of one piece of work, and waits longer after each. */
export class Backoff {
  readonly #options: RetryOptions;
  readonly #policy: RetryPolicy;
  #failures = 0;

  constructor(options: RetryOptions) {
    this.#options = options;
    this.#policy = options.policy ?? patient;
  }

  /** Something has come of it: begin to count anew. */
  reset(): void {
    this.#failures = 0;
  }

  /** Waits for the next try, and is true; or is false if the fault has not passed in all the tries. */
  async pause({message, retryAfter}: RetryableError): Promise<boolean> {
    const {tries, firstDelay, longestDelay, longestRetryAfter} = this.#policy;
    if (++this.#failures >= tries || (retryAfter ?? 0) > longestRetryAfter) return false;
    // Half of the wait is random, so that many clients do not come back all at once.
    const backOff = Math.min(longestDelay, firstDelay * 2 ** (this.#failures - 1)) * (0.5 + Math.random() / 2);
    const wait = Math.max(backOff, retryAfter ?? 0);
    this.#options.onNotice?.(`${message}; trying again in ${Math.ceil(wait / 1000)} s.`);
    await delay(wait, this.#options.signal);
    return true;
  }
}

/** Does a piece of work until it succeeds or fails for good. */
export async function retrying<T>(work: () => Promise<T>, options: RetryOptions): Promise<T> {
  const backoff = new Backoff(options);
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RetryableError)) throw error;
      if (!(await backoff.pause(error))) throw error.asUserError("Try again later.");
    }
  }
}

/** @throws the signal's reason as soon as it is aborted */
export function delay(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", onAbort, {once: true});
  });
}

/** The milliseconds that a `Retry-After` header asks for: seconds or a date. */
export function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
