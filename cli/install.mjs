// Runs before anything is installed, so it is plain JavaScript with nothing but Node.
// Installs the locked packages if they are missing or older than the lock file; with --check, only says so.

import {spawnSync} from "node:child_process";
import {statSync} from "node:fs";
import {fileURLToPath} from "node:url";

const oldestNode = [20, 19];
const root = fileURLToPath(new URL("..", import.meta.url));

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
  console.error(`This needs Node ${oldestNode.join(".")} or newer; this is Node ${process.versions.node}.`);
  process.exit(1);
}

/** @param {string} path */
const modified = (path) => statSync(`${root}${path}`, {throwIfNoEntry: false})?.mtimeMs ?? Number.NEGATIVE_INFINITY;

const checks = process.argv.includes("--check");
if (checks && modified("node_modules/.package-lock.json") === Number.NEGATIVE_INFINITY) {
  console.error("The packages are not installed yet. Run: npm install");
  process.exit(1);
}

// npm writes this file last, so an installation that broke off is made again.
if (!checks && modified("node_modules/.package-lock.json") < modified("package-lock.json")) {
  console.error("Installing the locked dependencies…");
  const {status} = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], {
    cwd: root,
    stdio: ["ignore", process.stderr, process.stderr],
    shell: process.platform === "win32"
  });
  if (status !== 0) {
    console.error("npm ci failed; its messages are above.");
    process.exit(1);
  }
}
