import {spawn, spawnSync} from "node:child_process";
import {existsSync} from "node:fs";
import {createRequire} from "node:module";
import {dirname, join} from "node:path";
import process from "node:process";

const require = createRequire(import.meta.url);

/** Runs a package's program with its output shown, and returns its exit code. */
export function runProgram(packageName: string, program: string, args: readonly string[]): Promise<number> {
  const path = join(dirname(require.resolve(`${packageName}/package.json`)), program);
  const child = spawn(process.execPath, [path, ...args], {stdio: ["ignore", "inherit", "inherit"]});
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}

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

/** Installs a package where this is Debian and we are root; elsewhere does nothing. */
export function installDebianPackage(name: string): void {
  if (!existsSync("/usr/bin/apt-get") || process.getuid?.() !== 0) return;
  console.error(`Installing ${name} from Debian's packages…`);
  const env = {...process.env, DEBIAN_FRONTEND: "noninteractive"};
  for (const words of [
    ["update", "-qq"],
    ["install", "-y", "-qq", "--no-install-recommends", name]
  ])
    spawnSync("apt-get", words, {stdio: ["ignore", "ignore", "inherit"], env});
}
