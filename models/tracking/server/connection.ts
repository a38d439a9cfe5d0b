import {type Dispatcher, fetch, type RequestInit, type Response} from "undici";
import {ConcurrencyLimit} from "../../../src/lib/concurrency.js";
import {UserError} from "../../../src/lib/errors.js";
import {isRecord, parseJson, textField} from "../../../src/lib/json.js";
import {redact} from "../../../src/lib/redact.js";
import {RetryableError, type RetryPolicy, retryAfter, retrying} from "../../../src/lib/retry.js";
import {openDispatcher, type TlsOptions} from "./dispatcher.js";

export interface ConnectionOptions extends TlsOptions {
  username?: string;
  password?: string;
  token?: string;
  /** Milliseconds that a request may take; 30 seconds by default. */
  timeLimit?: number;
  /** Ends requests that are going on, and refuses others. */
  signal?: AbortSignal;
}

export interface ServerRequest {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  query?: Record<string, string>;
  /** Sent as JSON. */
  body?: object;
  /** Sent as it is. */
  content?: {bytes: Uint8Array; type: string};
  /** Does the same if it is done twice, so that it may be repeated whatever became of it; GET by default. */
  isRepeatable?: boolean;
}

const policy: RetryPolicy = {tries: 4, firstDelay: 300, longestDelay: 3000, longestRetryAfter: 10_000};

/** MLflow’s server opens at most 15 connections to its database, and fails where more are wanted: three loaders of a build read at once. */
const requestsAtOnce = 5;

const defaultTimeLimit = 30_000;

/** An upload may take longer, by its size: nobody has less than this, in bytes per millisecond. */
const slowestUpload = 50;

/** These two mean that the request was not taken up, so that to repeat it does no harm. */
const busy: readonly number[] = [429, 503];

/** Whether what became of a request is not known: it may have been done. */
export function isDoubtful(error: unknown): boolean {
  return error instanceof UserError && (error.code === "mlflow-unreachable" || error.code === "mlflow-internal-error");
}

/** HTTP to an MLflow server: authorization, retries, and its errors as UserErrors. */
export class ServerConnection {
  /** Without credentials, fit to be shown. */
  readonly address: string;
  readonly #base: string;
  readonly #headers: Record<string, string>;
  readonly #dispatcher: Dispatcher;
  readonly #timeLimit: number;
  readonly #signal: AbortSignal | undefined;
  readonly #limit = new ConcurrencyLimit(requestsAtOnce);

  /** Credentials in the address itself (https://user:password@host) count, too. */
  constructor(uri: string, {username, password, token, timeLimit, signal, ...tls}: ConnectionOptions = {}) {
    const url = parseAddress(uri);
    const user = username ?? decodeURIComponent(url.username);
    const secret = password ?? decodeURIComponent(url.password);
    url.username = "";
    url.password = "";
    // Neither is part of a server's address; a token in there would be shown with it.
    url.search = "";
    url.hash = "";
    this.address = url.href.replace(/\/$/, "");
    this.#base = this.address;
    this.#dispatcher = openDispatcher(tls);
    this.#timeLimit = timeLimit ?? defaultTimeLimit;
    this.#signal = signal;
    this.#headers = {};
    if (user !== "") this.#headers.authorization = `Basic ${Buffer.from(`${user}:${secret}`).toString("base64")}`;
    else if (token) this.#headers.authorization = `Bearer ${token}`;
  }

  async json(path: string, request: ServerRequest = {}): Promise<unknown> {
    return this.#answer(path, request, async (response) => {
      if (!response.ok) throw await this.#fault(response);
      const answer = parseJson(await response.text());
      if (answer !== undefined) return answer;
      throw new UserError("mlflow-server", `${this.address} does not answer as an MLflow server does.`);
    });
  }

  /** The body of the answer; undefined if the server says that there is no such thing. */
  async bytes(path: string, request: ServerRequest = {}): Promise<Uint8Array | undefined> {
    return this.#answer(path, request, async (response) => {
      if (response.ok) return new Uint8Array(await response.arrayBuffer());
      const fault = await this.#fault(response);
      if (response.status === 404 || fault.code === "mlflow-resource-does-not-exist") return undefined;
      throw fault;
    });
  }

  /** Sends a request, and again while the server is busy; one that only reads also after a broken answer. */
  #answer<Answer>(
    path: string,
    request: ServerRequest,
    read: (response: Response) => Promise<Answer>
  ): Promise<Answer> {
    const {method = "GET", query = {}, body, content, isRepeatable = method === "GET"} = request;
    const search = new URLSearchParams(query).toString();
    const url = `${this.#base}/${path}${search === "" ? "" : `?${search}`}`;
    const type = body === undefined ? content?.type : "application/json";
    const limit = Math.ceil(this.#timeLimit + (content?.bytes.length ?? 0) / slowestUpload);
    const init: RequestInit = {
      method,
      dispatcher: this.#dispatcher,
      headers: type === undefined ? this.#headers : {...this.#headers, "content-type": type},
      body: body === undefined ? content && Buffer.from(content.bytes) : JSON.stringify(body)
    };
    const attempt = async () => {
      this.#signal?.throwIfAborted();
      const timer = AbortSignal.timeout(limit);
      const signal = this.#signal === undefined ? timer : AbortSignal.any([timer, this.#signal]);
      try {
        const response = await fetch(url, {...init, signal});
        if (!busy.includes(response.status) && !(isRepeatable && response.status >= 500)) return await read(response);
        const {code, message} = await this.#fault(response);
        throw new RetryableError(code, message.replace(/\.$/, ""), retryAfter(response.headers.get("retry-after")));
      } catch (error) {
        this.#signal?.throwIfAborted();
        const fault = this.#connectionFault(error, timer.aborted ? limit : undefined);
        if (fault === undefined) throw error;
        throw isRepeatable && !isRefused(error) ? fault : fault.asUserError("Is it running?");
      }
    };
    return this.#limit.run(() => retrying(attempt, {policy, signal: this.#signal}));
  }

  /** @param limit of the time, if that was over */
  #connectionFault(error: unknown, limit: number | undefined): RetryableError | undefined {
    const say = (reason: string) =>
      new RetryableError("mlflow-unreachable", `The MLflow server at ${this.address} cannot be reached (${reason})`);
    if (limit !== undefined) return say(`no answer in ${Math.round(limit / 1000)} s`);
    // fetch() fails with a TypeError where there is no answer, or half of one.
    if (!(error instanceof TypeError)) return undefined;
    const {cause, message} = error;
    return say(cause instanceof Error && cause.message !== "" ? cause.message : message);
  }

  async #fault(response: Response): Promise<UserError> {
    const text = await response.text();
    if (response.status === 401 || response.status === 403) {
      return new UserError(
        "mlflow-not-authorized",
        `The MLflow server at ${this.address} refuses access (${response.status}): set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN.`
      );
    }
    const {code, message} = readFault(text);
    if (code === undefined && response.status >= 500)
      return new UserError(
        "mlflow-internal-error",
        `The MLflow server at ${this.address} answers with ${response.status}.`
      );
    const kind = code === undefined ? "mlflow-server" : `mlflow-${code.toLowerCase().replaceAll("_", "-")}`;
    return new UserError(
      kind,
      `The MLflow server at ${this.address} says: ${message === undefined ? `status ${response.status}` : redact(printable(message))}`
    );
  }
}

function parseAddress(uri: string): URL {
  if (!URL.canParse(uri))
    throw new UserError("bad-tracking-uri", "MLFLOW_TRACKING_URI is not an address of an MLflow server.");
  return new URL(uri);
}

/** Without characters that a terminal would take for commands. */
const printable = (text: string): string => text.replace(/[^\P{Cc}\n]/gu, "");

function readFault(text: string): {code?: string; message?: string} {
  const fault = parseJson(text);
  return isRecord(fault) ? {code: textField(fault, "error_code"), message: textField(fault, "message")} : {};
}

/** Nobody listens there, and nobody will in a second. */
function isRefused(error: unknown): boolean {
  const cause = error instanceof TypeError ? error.cause : undefined;
  return cause instanceof Error && "code" in cause && ["ECONNREFUSED", "ENOTFOUND"].includes(String(cause.code));
}
