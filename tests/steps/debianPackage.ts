import {spawnSync} from "node:child_process";
import {existsSync} from "node:fs";
import process from "node:process";

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
