import {UserError} from "../../src/lib/errors.js";
import {isRecord, parseJson} from "../../src/lib/json.js";
import {RetryableError, type RetryOptions, retryAfter, retrying} from "../../src/lib/retry.js";
import {type Credentials, redact} from "./credentials.js";
import {type Answer, exchange, readText} from "./exchange.js";
import {refusalError, refusalInJson, type Subject} from "./refusal.js";

/** Environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

const production = "https://api.kaggle.com";

/**
 * The root of Kaggle's API, below which a call is `<service>/<method>`. `KAGGLE_API_ENDPOINT` (kagglehub's variable)
 * names another origin, as the tests' stand-in server needs; there the API is below `/api/v1`, as on every Kaggle host
 * but `api.kaggle.com`.
 * @throws UserError kaggle-endpoint-invalid for what is no URL, or plain HTTP to another machine: secrets go there
 */
export function kaggleEndpoint({KAGGLE_API_ENDPOINT: given}: Environment): URL {
  const origin = given?.trim() || production;
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  if (url === undefined || !isSafe(url)) {
    throw new UserError(
      "kaggle-endpoint-invalid",
      "KAGGLE_API_ENDPOINT must be an https address such as https://api.kaggle.com; plain http is only for this machine."
    );
  }
  return new URL(url.origin === production ? "/v1/" : "/api/v1/", url);
}

function isSafe({protocol, hostname}: URL): boolean {
  return protocol === "https:" || (protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(hostname));
}

export interface KaggleApiOptions extends RetryOptions {
  endpoint: URL;
  /** Needed by every call but the one that renews them. */
  credentials: Credentials | undefined;
  stallTimeout?: number;
}

/**
 * Kaggle's remote procedure calls: `POST <endpoint><service>/<method>`, JSON both ways. The only place that sends
 * credentials, and only to the endpoint: a redirect is handed to the caller, never followed.
 */
export class KaggleApi {
  readonly options: KaggleApiOptions;

  constructor(options: KaggleApiOptions) {
    this.options = options;
  }

  /**
   * The JSON object that a call answers.
   * @param once a call that must not happen twice, and so is tried again only if the server has refused it
   * @throws UserError kaggle-…, network-unreachable, connection-lost, connection-not-trusted
   */
  async call(
    method: string,
    body: object,
    subject?: Subject,
    {once = false}: {once?: boolean} = {}
  ): Promise<Record<string, unknown>> {
    const send = () =>
      this.#send(method, body, async (answer) => {
        const value = await this.#accept(answer, subject);
        if (isRecord(value)) return value;
        throw unexpectedAnswer(method);
      });
    return retrying(once ? () => send().catch(giveUpIfItMayHaveArrived) : send, this.options);
  }

  /**
   * The signed address that a call redirects to. It expires, it is a secret, and it is asked without credentials.
   * @throws UserError as `call`
   */
  async link(method: string, body: object, subject: Subject): Promise<URL> {
    return retrying(
      () =>
        this.#send(method, body, async (answer) => {
          const location = answer.headers.get("location");
          if (answer.status < 300 || answer.status >= 400 || location === null) {
            await this.#accept(answer, subject);
            throw unexpectedAnswer(method);
          }
          return this.safeLink(location, method);
        }),
      this.options
    );
  }

  /** An address from the server, which must not be less safe than the server's own. */
  safeLink(location: string | undefined, method: string): URL {
    const {endpoint} = this.options;
    const url = location && URL.canParse(location, endpoint) ? new URL(location, endpoint) : undefined;
    if (url?.protocol === "https:" || (url?.protocol === "http:" && endpoint.protocol === "http:")) return url;
    throw unexpectedAnswer(method);
  }

  /** A text of the server's without secrets, which it may echo. */
  redact(text: string): string {
    return this.options.credentials?.redact(text) ?? redact(text);
  }

  async #send<T>(method: string, body: object, read: (answer: Answer) => Promise<T>): Promise<T> {
    const {endpoint, credentials} = this.options;
    const init: RequestInit = {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(credentials && {authorization: credentials.authorization()})
      },
      body: JSON.stringify(body),
      redirect: "manual"
    };
    return exchange(new URL(method, endpoint), init, this.options, read);
  }

  /** The parsed JSON of a call that went well. */
  async #accept(answer: Answer, subject: Subject | undefined): Promise<unknown> {
    const {status, headers} = answer;
    const text = await readText(answer);
    const value = parseJson(text);
    const refusal = refusalInJson(value);
    if (status < 400 && refusal === undefined) return value;
    const {credentials} = this.options;
    const message = refusal?.message?.replace(/\s+/g, " ").replace(/\.$/, "").slice(0, 200);
    throw refusalError(
      {
        status: status < 400 ? (refusal?.code ?? status) : status,
        message: message === undefined ? undefined : this.redact(message),
        retryAfter: retryAfter(headers.get("retry-after"))
      },
      subject,
      credentials?.source
    );
  }
}

function giveUpIfItMayHaveArrived(error: unknown): never {
  const refused = ["kaggle-too-many-requests", "network-unreachable"];
  if (error instanceof RetryableError && !refused.includes(error.code))
    throw error.asUserError(
      "Kaggle may have received it nevertheless: check the competition's page before trying again."
    );
  throw error;
}

export function unexpectedAnswer(method: string): UserError {
  return new UserError(
    "kaggle-unexpected-answer",
    `Kaggle answered ${method} in a form that this program does not know. Its API may have changed since.`
  );
}
