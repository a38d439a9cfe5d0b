import {existsSync, readFileSync} from "node:fs";
import {readFile} from "node:fs/promises";
import {dirname, join, relative, resolve} from "node:path";
import type {Plugin} from "esbuild";
import {isRecord, parseJson} from "../../src/lib/json.js";

export interface BuiltModulesOptions {
  /** Has the packages' descriptions in its `node_modules`. */
  project: string;
  /** The built site. */
  site: string;
  /** The folder of the bundles, from the site's. */
  bundles: string;
  /** Bundles the program of a worker; its address from the site's. */
  bundleWorker: (file: string) => Promise<string>;
}

const locations =
  /import\.meta\.resolve\(\s*(["'`])(?<resolved>[^"'`$]+)\1\s*\)|new URL\(\s*(["'`])(?<beside>[^"'`$]+)\3\s*,\s*import\.meta\.url\s*\)|import\.meta\.url/g;

const slashed = (path: string) => path.replaceAll("\\", "/");

/** Has esbuild read the modules that Framework wrote, whose places count: they locate files and workers by their own. */
export function builtModules({project, site, bundles, bundleWorker}: BuiltModulesOptions): Plugin {
  const root = resolve(site);
  const from = join(root, bundles);
  const locate = (path: string) => {
    const ending = path.endsWith("/") ? "/" : "";
    return `new URL(${JSON.stringify(slashed(relative(from, path)) + ending)}, import.meta.url)`;
  };
  const purePackages = new Map<string, boolean>();

  /** Framework bundles each package by itself, beside which the package's own word on its side effects is lost. */
  function hasSideEffects(file: string): boolean {
    const name = /^_node\/((?:@[^/]+\/)?[^/@]+)@/.exec(slashed(relative(root, file)))?.[1];
    if (name === undefined) return true;
    let pure = purePackages.get(name);
    if (pure === undefined) {
      pure = isPure(join(project, "node_modules", name, "package.json"));
      purePackages.set(name, pure);
    }
    return !pure;
  }

  /** The code with what it locates by its own place located from the bundles'. */
  async function relocate(code: string, file: string): Promise<string> {
    let relocated = "";
    let end = 0;
    for (const {0: text, index, groups = {}} of code.matchAll(locations)) {
      relocated += code.slice(end, index) + (await replaceLocation(groups, dirname(file)));
      end = index + text.length;
    }
    return relocated + code.slice(end);
  }

  async function replaceLocation(
    {resolved, beside}: Record<string, string | undefined>,
    folder: string
  ): Promise<string> {
    if (beside !== undefined) return locate(join(folder, beside));
    if (resolved === undefined) return `${locate(`${folder}/`)}.href`;
    const file = join(folder, resolved);
    // Framework's client knows sample data that no report has.
    if (!existsSync(file)) return '"about:blank"';
    return `${locate(file.endsWith(".js") ? join(root, await bundleWorker(file)) : file)}.href`;
  }

  return {
    name: "built-modules",
    setup({onResolve, onLoad}) {
      onResolve({filter: /^\.{0,2}\//}, ({path, resolveDir, kind}) => {
        const file = kind === "entry-point" ? path : resolve(resolveDir, path);
        if (existsSync(file) && isByItself(file)) return {path: slashed(relative(from, file)), external: true};
        if (existsSync(file)) return {path: file, sideEffects: hasSideEffects(file)};
        // The site has been checked: only Framework's client names libraries that it might load, for other reports.
        return {path: "absent", namespace: "absent", sideEffects: false};
      });
      onLoad({filter: /.*/, namespace: "absent"}, () => ({
        contents: 'throw new Error("This library is not part of the report.");'
      }));
      // Modules of Node, in branches that a browser does not reach.
      onResolve({filter: /^[^./]/}, ({path, kind, namespace}) =>
        kind === "entry-point" || namespace === "page" ? undefined : {path, external: true}
      );
      onLoad({filter: /\.js$/, namespace: "file"}, async ({path}) => ({
        contents: await relocate(await readFile(path, "utf8"), path),
        loader: "js"
      }));
    }
  };
}

/** A package that starts itself again as a worker has to stay in a file of its own. */
function isByItself(file: string): boolean {
  if (!slashed(file).includes("/_node/")) return false;
  const code = readFileSync(file, "utf8");
  return Array.from(code.matchAll(locations)).some(({groups: {resolved, beside} = {}}) => !resolved && !beside);
}

function isPure(description: string): boolean {
  if (!existsSync(description)) return false;
  const json = parseJson(readFileSync(description, "utf8"));
  return isRecord(json) && json.sideEffects === false;
}
