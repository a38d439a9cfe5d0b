import {createHash, randomUUID} from "node:crypto";
import {resolve} from "node:path";
import {pathToFileURL} from "node:url";
import type {NewRun} from "../runStore.js";
import {userName} from "../userName.js";

/** How a store names what it makes. */
export interface Identity {
  /** Digits. The same for the same name, so that two processes that make an experiment at once make one. */
  experimentId(name: string): string;
  /** 32 hex digits. */
  runId(run: NewRun): string;
  user: string | undefined;
  /** Where the store is: an address, or a path from the folder in which MLflow runs. */
  root: string;
}

/** Ids of MLflow's form, those of runs random, this user, and an address that is found from everywhere on this machine. */
export function localIdentity(directory: string): Identity {
  return {
    experimentId(name) {
      const digest = createHash("sha256").update(name).digest().readBigUInt64BE();
      // 18 digits, as MLflow's own.
      return String(10n ** 17n + (digest % (9n * 10n ** 17n)));
    },
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
