// Installs the package as npm would have it into small projects, one for each bundler, runtime and compiler, and prints a
// table of what comes of it. Run with: npm run packages -w lightgbm-wasm [-- NAME...] for the rows that have NAME, or with
// --write to put all results into the README. It needs npm's registry and Chromium.

import {copyFile, mkdir, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {parseArgs} from "node:util";
import {ensureChromium, launchChromium} from "../../../tests/browser/chromium.js";
import {writePackage} from "../../package.js";
import {outcomeOf, succeed} from "./outcome.js";
import type {Project, Use} from "./project.js";
import {projects, writeProject} from "./projects.js";
import {type Result, resultTable, withResults} from "./table.js";

const readme = new URL("../../README.md", import.meta.url);
const {
  positionals: wanted,
  values: {write}
} = parseArgs({allowPositionals: true, options: {write: {type: "boolean", default: false}}});

const isWanted = ({name}: Use): boolean => wanted.length === 0 || wanted.some((part) => name.includes(part));

ensureChromium();
const root = await mkdtemp(join(tmpdir(), "lightgbm-matrix-"));
const browser = await launchChromium();
const results: Result[] = [];
try {
  const packed = await succeed("npm", ["pack", "--silent", "--pack-destination", root, await writePackage()], root);
  const tarball = join(root, packed.trim().split("\n").at(-1) ?? "");
  for (const [i, project] of projects.entries()) {
    const uses = project.uses.filter(isWanted);
    if (uses.length === 0) continue;
    const folder = join(root, String(i));
    const problem = await install(project, folder, tarball).then(
      () => undefined,
      (error: Error) => `${project.runtime ? "skipped" : "not installed"}: ${error.message}`
    );
    const version = problem === undefined ? await versionIn(project, folder) : Object.values(project.packages).join();
    for (const use of uses) {
      const {runtime} = project;
      const outcome = problem ?? (await outcomeOf(use, {folder, runtime, browser: async () => browser}));
      console.log(`${outcome === "ok" ? "✓" : "✗"} ${use.name}, ${version}${outcome === "ok" ? "" : `: ${outcome}`}`);
      results.push({name: use.name, version, outcome});
    }
    await rm(folder, {recursive: true});
  }
} finally {
  await browser.close();
  await rm(root, {recursive: true, force: true});
}
console.log(`\n${resultTable(results)}`);
if (write && wanted.length === 0)
  await writeFile(readme, withResults(await readFile(readme, "utf8"), results, new Date()));
if (results.some(({outcome}) => !/^(ok$|skipped)/.test(outcome))) process.exitCode = 1;

async function install(project: Project, folder: string, tarball: string): Promise<void> {
  await mkdir(folder);
  await copyFile(tarball, join(folder, "lightgbm-wasm.tgz"));
  await writeProject(project, folder);
  const manifest = {private: true, dependencies: {"lightgbm-wasm": "file:lightgbm-wasm.tgz", ...project.packages}};
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  await succeed(
    "npm",
    ["install", "--no-audit", "--no-fund", "--loglevel=error", "--logs-max=0", "--ignore-scripts"],
    folder
  );
}

/** The version of the tool, or of what runs the package where it needs no tool. */
async function versionIn({tool, uses}: Project, folder: string): Promise<string> {
  if (tool === undefined) return uses.some(({page}) => page) ? `Chromium ${browser.version()}` : process.versions.node;
  const manifest = await readFile(join(folder, "node_modules", tool, "package.json"), "utf8");
  return JSON.parse(manifest).version.replace(/^v/, "");
}
