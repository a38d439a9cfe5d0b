import {setTimeout as wait} from "node:timers/promises";
import {UserError} from "../../../src/lib/errors.js";

export interface Credentials {
  username?: string;
  password?: string;
  token?: string;
}

export interface ServerRequest {
  method?: "GET" | "POST" | "PUT";
  query?: Record<string, string>;
  /** Sent as JSON. */
  body?: object;
  /** Sent as it is. */
  content?: {bytes: Uint8Array; type: string};
}

/** Milliseconds before each new attempt. */
const retryDelays = [250, 1000, 3000];

/** HTTP to an MLflow server: authorization, retries while it is busy, and its errors as UserErrors. */
export class ServerConnection {
  /** Without credentials, fit to be shown. */
  readonly address: string;
  readonly #base: string;
  readonly #headers: Record<string, string>;

  /** Credentials in the address itself (https://user:password@host) count, too. */
  constructor(uri: string, {username, password, token}: Credentials = {}) {
    const url = parseAddress(uri);
    const user = username ?? decodeURIComponent(url.username);
    const secret = password ?? decodeURIComponent(url.password);
    url.username = "";
    url.password = "";
    this.address = url.href.replace(/\/$/, "");
    this.#base = this.address;
    this.#headers = {};
    if (user !== "") this.#headers.authorization = `Basic ${Buffer.from(`${user}:${secret}`).toString("base64")}`;
    else if (token) this.#headers.authorization = `Bearer ${token}`;
  }

  async json(path: string, request: ServerRequest = {}): Promise<unknown> {
    const response = await this.#fetch(path, request);
    if (response.ok) {
      return response.json().catch(() => {
        throw new UserError("mlflow-server", `${this.address} does not answer as an MLflow server does.`);
      });
    }
    throw await this.#fault(response);
  }

  /** The body of the answer; undefined if the server says that there is no such thing. */
  async bytes(path: string, request: ServerRequest = {}): Promise<Uint8Array | undefined> {
    const response = await this.#fetch(path, request);
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    const fault = await this.#fault(response);
    if (response.status === 404 || fault.code === "mlflow-resource-does-not-exist") return undefined;
    throw fault;
  }

  async #fetch(path: string, {method = "GET", query = {}, body, content}: ServerRequest): Promise<Response> {
    const search = new URLSearchParams(query).toString();
    const url = `${this.#base}/${path}${search === "" ? "" : `?${search}`}`;
    const type = body === undefined ? content?.type : "application/json";
    const request: RequestInit = {
      method,
      headers: type === undefined ? this.#headers : {...this.#headers, "content-type": type},
      body: body === undefined ? content && Buffer.from(content.bytes) : JSON.stringify(body)
    };
    for (const delay of [...retryDelays, undefined]) {
      const response = await fetch(url, request).catch((error: unknown) => {
        const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : "";
        throw new UserError("mlflow-unreachable", `The MLflow server at ${this.address} cannot be reached${cause}.`);
      });
      // These two mean that the request was not taken up, so that to repeat it does no harm.
      const isBusy = response.status === 429 || response.status === 503;
      if (!isBusy || delay === undefined) return response;
      await response.body?.cancel();
      await wait(delay);
    }
    throw new Error("The last attempt always ends in a response.");
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
    const kind = code === undefined ? "mlflow-server" : `mlflow-${code.toLowerCase().replaceAll("_", "-")}`;
    return new UserError(kind, `The MLflow server at ${this.address} says: ${message ?? `status ${response.status}`}`);
  }
}

function parseAddress(uri: string): URL {
  if (!URL.canParse(uri)) throw new UserError("bad-tracking-uri", `“${uri}” is not an address of an MLflow server.`);
  return new URL(uri);
}

function readFault(text: string): {code?: string; message?: string} {
  try {
    const fault: unknown = JSON.parse(text);
    if (typeof fault !== "object" || fault === null) return {};
    const code = "error_code" in fault ? String(fault.error_code) : undefined;
    const message = "message" in fault ? String(fault.message) : undefined;
    return {code, message};
  } catch {
    return {};
  }
}
