import {spawnSync} from "node:child_process";
import process from "node:process";

/**
 * The words that start a program without any network, its own loopback included; undefined where this system has no
 * such thing or does not allow it.
 */
export function noNetworkPrefix(): readonly string[] | undefined {
  if (process.platform !== "linux") return undefined;
  const prefix = ["unshare", "--map-root-user", "--net"];
  const {status} = spawnSync(prefix[0], [...prefix.slice(1), "true"], {stdio: "ignore"});
  return status === 0 ? prefix : undefined;
}
