import {join, resolve} from "node:path";
import {build} from "esbuild";
import {readTextIfPresent, writeFileWhole} from "../dataset/files.js";
import {parseDocument, readField, readText} from "../src/lib/json.js";

/** What pages import of this repository's own packages, as a package and a path in it. */
const entries = [["lightgbm-wasm", "scorer"]] as const;

/**
 * Bundles them into Framework's cache of packages, where it looks before it bundles any. They are TypeScript, which
 * Framework would copy as it is, and they change without their version, on which its cache relies.
 */
export async function bundleWorkspacePackages(project: string): Promise<void> {
  const cache = join(project, "src", ".observablehq", "cache", "_node");
  for (const [name, path] of entries) {
    const file = join(project, "node_modules", name, "package.json");
    const text = await readTextIfPresent(file);
    // Of a project without it, a page that imports it is refused by Framework.
    if (text === undefined) continue;
    const version = readField(parseDocument(text, {title: file, file, code: "package"}), "version", readText);
    const {outputFiles} = await build({
      entryPoints: [`${name}/${path}`],
      absWorkingDir: resolve(project),
      bundle: true,
      minify: true,
      format: "esm",
      target: "es2022",
      write: false,
      logLevel: "silent"
    });
    for (const {contents} of outputFiles)
      await writeFileWhole(join(cache, `${name}@${version}`, `${path}.js`), contents);
  }
}
