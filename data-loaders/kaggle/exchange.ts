import {UserError} from "../../src/lib/errors.js";
import {RetryableError} from "../../src/lib/retry.js";

export interface ExchangeOptions {
  signal?: AbortSignal;
  /** Milliseconds of silence after which the connection is given up. */
  stallTimeout?: number;
}

/** A response with a body that cannot stall for ever. */
export interface Answer {
  status: number;
  headers: Headers;
  /** The body's pieces as they arrive. */
  body: AsyncIterable<Uint8Array>;
}

/**
 * Sends a request and hands the answer to `read`; what `read` leaves of the body is dropped. Node's fetch knows nothing
 * of proxies by itself: with Node 24, `NODE_USE_ENV_PROXY=1` makes it take `HTTPS_PROXY`.
 * @throws RetryableError network-unreachable, connection-lost
 * @throws UserError connection-not-trusted
 */
export async function exchange<T>(
  url: URL,
  init: RequestInit,
  {signal, stallTimeout = 30_000}: ExchangeOptions,
  read: (answer: Answer) => Promise<T>
): Promise<T> {
  const ours = new AbortController();
  let stalled = false;
  const timer = setTimeout(() => {
    stalled = true;
    ours.abort();
  }, stallTimeout);
  try {
    const response = await fetch(url, {
      ...init,
      signal: signal === undefined ? ours.signal : AbortSignal.any([signal, ours.signal])
    });
    return await read({status: response.status, headers: response.headers, body: watched(response.body, timer)});
  } catch (error) {
    signal?.throwIfAborted();
    if (stalled)
      throw new RetryableError(
        "connection-lost",
        `${url.host} has been silent for ${Math.ceil(stallTimeout / 1000)} s`
      );
    throw networkFault(error, url.host) ?? error;
  } finally {
    clearTimeout(timer);
    ours.abort();
  }
}

/** The whole body as text. */
export async function readText({body}: Answer): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of body) text += decoder.decode(piece, {stream: true});
  return text + decoder.decode();
}

async function* watched(body: ReadableStream<Uint8Array> | null, timer: NodeJS.Timeout) {
  timer.refresh();
  for await (const piece of body ?? []) {
    timer.refresh();
    yield piece;
    // What the reader took is not the server's silence.
    timer.refresh();
  }
}

const neverConnected = new Set(["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ENETUNREACH", "EHOSTUNREACH", "ENETDOWN"]);
const untrusted = /CERT|SELF_SIGNED|VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER|ERR_SSL|ERR_TLS/;

/** Fetch wraps every failure of the network in a TypeError; ours have no cause. */
function networkFault(error: unknown, host: string): RetryableError | UserError | undefined {
  if (!(error instanceof TypeError) || !(error.cause instanceof Error)) return undefined;
  const code = networkCode(error.cause);
  if (untrusted.test(code)) {
    return new UserError(
      "connection-not-trusted",
      `The encrypted connection to ${host} cannot be trusted (${code}). Something on the way, such as a proxy, may be replacing its certificate.`
    );
  }
  if (neverConnected.has(code) || code === "UND_ERR_CONNECT_TIMEOUT")
    return new RetryableError(
      "network-unreachable",
      `${host} cannot be reached (${code}); this computer may be offline`
    );
  return new RetryableError("connection-lost", `The connection to ${host} broke off${code === "" ? "" : ` (${code})`}`);
}

/** Where several addresses were tried, the code is that of the first. */
function networkCode(cause: Error): string {
  if ("code" in cause && typeof cause.code === "string") return cause.code;
  if (cause instanceof AggregateError && cause.errors[0] instanceof Error) return networkCode(cause.errors[0]);
  return "";
}
