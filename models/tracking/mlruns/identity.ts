import {createHash, randomInt, randomUUID} from "node:crypto";
import {resolve} from "node:path";
import {pathToFileURL} from "node:url";
import type {NewRun} from "../runStore.js";
import {userName} from "../userName.js";

/** How a store names what it makes. */
export interface Identity {
  experimentId(): string;
  /** 32 hex digits. */
  runId(run: NewRun): string;
  user: string | undefined;
  /** Where the store is: an address, or a path from the folder in which MLflow runs. */
  root: string;
}

/** Random ids, as MLflow makes them, this user, and an address that is found from everywhere on this machine. */
export function localIdentity(directory: string): Identity {
  const digits = () => String(randomInt(100_000_000, 1_000_000_000));
  return {
    experimentId: () => digits() + digits(),
    runId: () => randomUUID().replaceAll("-", ""),
    user: userName(),
    root: pathToFileURL(resolve(directory)).href
  };
}

/**
 * The same names on every machine: a run's id is a digest of its name, params and tags, so that the same training
 * recorded again has the same id.
 */
export const reproducibleIdentity: Identity = {
  experimentId: () => "1",
  runId({name, params = {}, tags = {}}) {
    const sorted = (texts: Record<string, string>) => Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1));
    const text = JSON.stringify([name, sorted(params), sorted(tags)]);
    return createHash("sha256").update(text).digest("hex").slice(0, 32);
  },
  user: undefined,
  root: "mlruns"
};
