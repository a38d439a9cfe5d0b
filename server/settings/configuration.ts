import {isIP} from "node:net";
import {UserError} from "../../src/lib/errors.js";
import {Environment} from "./environment.js";

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

export interface Limits {
  /** Of one uploaded file. */
  uploadBytes: number;
  /** Of one JSON body, which is held in memory as a whole. */
  jsonBytes: number;
  rows: number;
  /** For a request from its first byte to its last score. */
  requestSeconds: number;
  /** Without a byte in either direction, however fast the client was before. */
  idleSeconds: number;
  /** In either direction, while the server waits for the client. */
  bytesPerSecond: number;
  /** Before that rate counts. */
  graceSeconds: number;
  /** From one address; 0 is without limit. */
  requestsPerMinute: number;
  /** Requests that compute at the same time. */
  concurrentRequests: number;
  /** Requests that may be open besides: being received, waiting for their turn, or being sent; any more are refused. */
  queuedRequests: number;
  /** Of all JSON bodies that wait to be read, together. */
  waitingBytes: number;
}

/** Everything that an operator can set, by environment variables. */
export interface Configuration {
  host: string;
  port: number;
  modelDirectory: string;
  /** The built report, served beside the API; undefined serves the API alone. */
  reportDirectory: string | undefined;
  /** Origins whose pages may call the API; `*` is every page. */
  corsOrigins: string[];
  /** Where else the report's pages may fetch from, such as a second API. */
  connectOrigins: string[];
  logLevel: (typeof logLevels)[number];
  /** The number of proxies in front, or their addresses, whose X-Forwarded-For is believed; false believes nobody. */
  trustProxy: false | number | string[];
  /** A port of their own for the metrics; undefined has them on the same port as everything else. */
  metricsPort: number | undefined;
  scoringThreads: number;
  /** How often to look for a newly staged model; 0 is never. */
  reloadSeconds: number;
  /** How long to go on accepting requests at shutdown, so that load balancers see /ready fail first. */
  drainSeconds: number;
  /** How long requests in flight may take after that. */
  shutdownSeconds: number;
  limits: Limits;
}

const megabyte = 1_000_000;

/**
 * Reads the configuration; an unset or empty variable has its default.
 * @throws {UserError} `configuration-invalid`, which names every wrong variable
 */
export function readConfiguration(variables: Readonly<Record<string, string | undefined>> = {}): Configuration {
  const environment = new Environment(variables);
  const reportDirectory = environment.text("REPORT_DIRECTORY", "dist");
  const configuration: Configuration = {
    host: environment.text("HOST", "127.0.0.1"),
    port: environment.integer("PORT", 8000, {maximum: 65_535}),
    modelDirectory: environment.text("MODEL_DIRECTORY", "models/staged"),
    reportDirectory: reportDirectory === "none" ? undefined : reportDirectory,
    corsOrigins: environment.list("CORS_ORIGINS", checkOrigin),
    connectOrigins: environment.list("CONNECT_ORIGINS", checkOrigin),
    logLevel: environment.oneOf("LOG_LEVEL", logLevels, "info"),
    trustProxy: readProxies(environment),
    metricsPort: environment.has("METRICS_PORT")
      ? environment.integer("METRICS_PORT", 0, {maximum: 65_535})
      : undefined,
    scoringThreads: environment.integer("SCORING_THREADS", 2, {minimum: 1, maximum: 64}),
    reloadSeconds: environment.number("RELOAD_SECONDS", 5),
    drainSeconds: environment.number("DRAIN_SECONDS", 0),
    shutdownSeconds: environment.number("SHUTDOWN_SECONDS", 30),
    limits: {
      uploadBytes: environment.integer("MAX_UPLOAD_BYTES", 500 * megabyte, {minimum: 1}),
      jsonBytes: environment.integer("MAX_JSON_BYTES", 4 * megabyte, {minimum: 1}),
      rows: environment.integer("MAX_ROWS", 1_000_000, {minimum: 1}),
      requestSeconds: environment.number("MAX_REQUEST_SECONDS", 300, {minimum: 0.1}),
      idleSeconds: environment.number("MAX_IDLE_SECONDS", 30, {minimum: 0.1}),
      bytesPerSecond: environment.number("MIN_BYTES_PER_SECOND", 240, {minimum: 1}),
      graceSeconds: environment.number("TRANSFER_GRACE_SECONDS", 5, {minimum: 0.1}),
      requestsPerMinute: environment.integer("MAX_REQUESTS_PER_MINUTE", 0),
      concurrentRequests: environment.integer("MAX_CONCURRENT_REQUESTS", 8, {minimum: 1}),
      queuedRequests: environment.integer("MAX_QUEUED_REQUESTS", 248),
      waitingBytes: environment.integer("MAX_WAITING_BYTES", 64 * megabyte, {minimum: 1})
    }
  };
  environment.finish();
  return configuration;
}

/** Nothing by halves: with `true`, anybody could choose the address that the rate limit goes by. */
function readProxies(environment: Environment): Configuration["trustProxy"] {
  const [first = "false", ...others] = environment.list("TRUST_PROXY", (entry) => entry);
  if (others.length === 0 && first === "false") return false;
  if (others.length === 0 && /^\d+$/.test(first)) return Number(first) || false;
  return environment.list("TRUST_PROXY", checkProxy);
}

function checkProxy(text: string): string {
  const [address = "", bits, ...rest] = text.split("/");
  const width = isIP(address) === 6 ? 128 : 32;
  const isNetwork = bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= width);
  if (isIP(address) !== 0 && isNetwork && rest.length === 0) return text;
  throw new UserError(
    "configuration-invalid",
    `the number of proxies in front, or their addresses such as 10.0.0.0/8, not “${text}”`
  );
}

function checkOrigin(text: string): string {
  if (text === "*") return text;
  const origin = URL.canParse(text) ? new URL(text).origin : undefined;
  if (origin !== text)
    throw new UserError("configuration-invalid", `an origin such as https://example.org, not “${text}”`);
  return text;
}
