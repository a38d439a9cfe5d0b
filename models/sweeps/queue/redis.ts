import process from "node:process";
import {Redis, type RedisOptions} from "ioredis";
import {UserError} from "../../../src/lib/errors.js";
import {redact} from "../../../src/lib/redact.js";

/** Milliseconds to connect in, and between tries while Redis is away. */
const connectTimeout = 5_000;
/** No command of BullMQ waits longer than ten seconds for its answer: a connection that is silent for longer is cut. */
const socketTimeout = 30_000;
const betweenTries = {first: 100, longest: 2_000};

export interface RedisOpening {
  /** Called when Redis goes away, and when it is back. */
  onNotice?: (sentence: string) => void;
}

/** A connection that comes back by itself; while Redis is away what is asked of it waits. */
export interface RedisLink extends Disposable {
  readonly client: Redis;
  /** Without credentials, fit to be shown. */
  readonly address: string;
}

/**
 * Connects to a Redis or Valkey server.
 * @param text its address, such as `redis://:password@host:6379/0`, or `rediss://…` over TLS
 * @throws UserError bad-redis-url, redis-unreachable, redis-not-authorized
 */
export async function openRedis(text: string, {onNotice = () => undefined}: RedisOpening = {}): Promise<RedisLink> {
  const url = parseAddress(text);
  const address = addressOf(url);
  const options: RedisOptions = {
    lazyConnect: true,
    connectTimeout,
    socketTimeout,
    keepAlive: 10_000,
    maxRetriesPerRequest: null
  };
  await probe(url, address, options);
  const client = new Redis(url.href, {
    ...options,
    retryStrategy: (tries) => Math.min(betweenTries.longest, betweenTries.first * 2 ** tries)
  });
  let isAway = false;
  client.on("error", (error: Error) => {
    if (isAway) return;
    isAway = true;
    onNotice(`Redis at ${address} cannot be reached (${reasonOf(error)}). Trials wait until it is back.`);
  });
  client.on("ready", () => {
    if (isAway) onNotice(`Redis at ${address} can be reached again.`);
    isAway = false;
  });
  await client.connect();
  return {client, address, [Symbol.dispose]: () => client.disconnect()};
}

/** Connects once, so that what is wrong is said before the work. */
async function probe(url: URL, address: string, options: RedisOptions): Promise<void> {
  const client = new Redis(url.href, {...options, retryStrategy: () => null});
  let fault: Error | undefined;
  client.on("error", (error: Error) => {
    fault ??= error;
  });
  try {
    await client.connect();
    await client.ping();
  } catch (error) {
    const reason = reasonOf(fault ?? error);
    if (/\b(NOAUTH|WRONGPASS|NOPERM)\b|Authentication|invalid (username|password)/i.test(reason))
      throw new UserError(
        "redis-not-authorized",
        `Redis at ${address} refuses access: REDIS_URL takes USER:PASSWORD and an @ before the host.`
      );
    throw new UserError(
      "redis-unreachable",
      `Redis at ${address} cannot be reached (${reason}). Is it running? REDIS_URL says where it is.`
    );
  } finally {
    client.disconnect();
  }
}

function parseAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && ["redis:", "rediss:"].includes(url.protocol) && url.hostname !== "") return url;
  throw new UserError(
    "bad-redis-url",
    `REDIS_URL must be an address such as redis://HOST:6379, or rediss://HOST:6379 over TLS, not “${redact(text)}”.`
  );
}

function addressOf(url: URL): string {
  const database = /^\/\d+$/.test(url.pathname) ? url.pathname : "";
  return `${url.protocol}//${url.hostname}:${url.port || "6379"}${database}`;
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  if (error instanceof Error && "code" in error && error.code === "ECONNREFUSED") return "connection refused";
  return redact(text);
}

/** The address that the environment gives. @throws UserError no-redis-url */
export function redisUrl(env: Readonly<Record<string, string | undefined>> = process.env): string {
  if (env.REDIS_URL) return env.REDIS_URL;
  throw new UserError("no-redis-url", "REDIS_URL is not set: it says where the queue is, such as redis://HOST:6379.");
}
