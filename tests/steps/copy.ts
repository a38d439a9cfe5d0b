import {execFileSync} from "node:child_process";
import {createHash} from "node:crypto";
import {copyFile, cp, mkdir, readdir, readlink, realpath, rm, symlink} from "node:fs/promises";
import {hostname, tmpdir} from "node:os";
import {dirname, join, resolve} from "node:path";
import process from "node:process";
import {exists, ifPresent, readTextIfPresent} from "../../dataset/files.js";
import {isRecord, parseJson} from "../../src/lib/json.js";
import {endProcesses, isRunning} from "./processes.js";

/** A copy of a checkout that tests may do anything to, with a home and a temporary folder of its own. */
export interface Copy {
  /** Everything is in here, and goes with it. */
  root: string;
  checkout: string;
  /** What a program in the copy gets to see of the environment. */
  env: NodeJS.ProcessEnv;
}

/** Kept of the environment: what programs need to run at all, and nothing that one of ours reads. */
const passedOn =
  /^(PATH|LANG|LC_\w+|TZ|TERM|COLORTERM|FORCE_COLOR|NO_COLOR|CHROMIUM|TEST_PYTHON|LD_LIBRARY_PATH|SystemRoot|windir|ComSpec|PATHEXT|ProgramFiles.*)$/i;

/** What git does not know and a build needs: lightgbm-wasm's output is copied, its sources and objects are linked. */
const builds = {copied: ["lightgbm-wasm/dist"], linked: ["lightgbm-wasm/build"]};

/**
 * Copies a checkout as git sees it: what is tracked, and what is new and not ignored. The installed packages are linked,
 * so that the copy's own workspaces are what its files import. Nothing that is ignored, such as data, runs, credentials
 * and earlier builds, gets into the copy, and nothing that is done to the copy reaches the checkout.
 */
export async function makeCopy(checkout: string): Promise<Copy> {
  const root = await copyFolder(checkout, process.pid);
  const copy = {root, checkout: join(root, "checkout"), env: environment(root)};
  await rm(root, {recursive: true, force: true});
  for (const folder of ["checkout", "home", "tmp"]) await mkdir(join(root, folder), {recursive: true});
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: checkout,
    encoding: "utf8",
    maxBuffer: 1e8
  });
  // A nested repository is listed by its folder.
  for (const path of new Set(listed.split("\0")))
    if (path !== "" && !path.endsWith("/")) await copyInto(path, checkout, copy.checkout);
  for (const path of builds.copied) await copyInto(path, checkout, copy.checkout);
  for (const path of builds.linked) await link(join(checkout, path), join(copy.checkout, path));
  for (const folder of [".", ...(await workspaces(checkout))])
    await linkPackages(join(checkout, folder, "node_modules"), join(copy.checkout, folder, "node_modules"));
  // Some tests read real rows that lie beside the checkout.
  await link(join(checkout, "../shared"), join(root, "shared"));
  for (const words of [
    ["init", "--quiet"],
    ["add", "--all"]
  ])
    execFileSync("git", words, {cwd: copy.checkout, env: copy.env, stdio: ["ignore", "ignore", "inherit"]});
  return copy;
}

/** Removes a copy, whatever still runs in it first. */
export async function removeCopy(root: string): Promise<void> {
  await endProcesses(root);
  await rm(root, {recursive: true, force: true, maxRetries: 5});
}

/** Removes the copies of this checkout whose process was killed before it could. */
export async function sweepCopies(checkout: string): Promise<void> {
  const [folder, prefix] = await copyName(checkout);
  const names = (await readdir(folder)).filter((name) => name.startsWith(prefix));
  const left = names.filter((name) => !isRunning(Number(name.slice(prefix.length))));
  for (const name of left) await removeCopy(join(folder, name));
}

/** Where a process makes its copy. */
export async function copyFolder(checkout: string, pid: number): Promise<string> {
  return `${join(...(await copyName(checkout)))}${pid}`;
}

/** The folder, and the beginning of the name: of this machine and checkout, as a temporary folder may be shared. */
async function copyName(checkout: string): Promise<[folder: string, prefix: string]> {
  const identity = `${hostname()}\0${await realpath(checkout)}`;
  const digest = createHash("sha256").update(identity).digest("hex").slice(0, 8);
  return [await realpath(tmpdir()), `report-tests-${digest}-`];
}

function environment(root: string): NodeJS.ProcessEnv {
  const home = join(root, "home");
  const temporary = join(root, "tmp");
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => passedOn.test(name))),
    HOME: home,
    USERPROFILE: home,
    TMPDIR: temporary,
    TEMP: temporary,
    TMP: temporary,
    // A snapshot that is not there yet fails its test in place of being written into the copy.
    CI: "true"
  };
}

/** Leaves out what is not there: git lists tracked files that were deleted, too. */
async function copyInto(path: string, from: string, to: string): Promise<void> {
  await ifPresent(
    cp(join(from, path), join(to, path), {recursive: true, preserveTimestamps: true, verbatimSymlinks: true})
  );
}

async function workspaces(checkout: string): Promise<string[]> {
  const manifest = parseJson((await readTextIfPresent(join(checkout, "package.json"))) ?? "");
  const names: unknown = isRecord(manifest) ? manifest.workspaces : undefined;
  return Array.isArray(names) ? names.map(String) : [];
}

/** A package that is itself a link is a workspace: the copy gets the same relative link, to its own. */
async function linkPackages(from: string, to: string): Promise<void> {
  for (const entry of (await ifPresent(readdir(from, {withFileTypes: true}))) ?? []) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    await mkdir(to, {recursive: true});
    if (entry.name.startsWith("@")) await linkPackages(source, target);
    else if (entry.isSymbolicLink()) await link(resolve(dirname(target), await readlink(source)), target);
    else if (entry.isFile()) await copyFile(source, target);
    // Tools keep caches in folders that begin with a dot.
    else if (!entry.name.startsWith(".") || entry.name === ".bin") await link(source, target);
  }
}

/** Windows lets everyone make junctions only. */
async function link(to: string, path: string): Promise<void> {
  if (await exists(to)) await symlink(to, path, "junction");
}
