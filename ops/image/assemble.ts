import {cp, mkdir, readFile} from "node:fs/promises";
import {dirname, join, relative, sep} from "node:path";
import {exists, writeJson} from "../../dataset/files.js";
import {checkReplaceable, rebuildDirectory} from "../../dataset/replaceDirectory.js";
import {traceImports} from "../../site/traceImports.js";
import {UserError} from "../../src/lib/errors.js";
import {parseDocument, readField, readText} from "../../src/lib/json.js";
import {packageFolders} from "./packages.js";

const entry = "cli/serve.ts";

export interface AssembleOptions {
  /** The staged model and the built report, which the server reads besides its code. */
  model?: string;
  report?: string;
}

/**
 * Puts exactly what the server needs at run time into a folder: our files that it imports, the packages behind them,
 * the staged model and the built report. Nothing else of this machine can reach the image.
 * @param target is made, or replaced once everything is there
 * @throws UserError staged-none, not-built, package-missing, folder-in-use
 */
export async function assembleRuntime(
  target: string,
  {model = "models/staged", report = "dist"}: AssembleOptions = {}
): Promise<void> {
  if (!(await exists(join(model, "manifest.json"))))
    throw new UserError("staged-none", `There is no staged model in ${model}; run \`npm run stagemodel\`.`);
  if (!(await exists(join(report, "index.html"))))
    throw new UserError("not-built", `There is no built report in ${report}/; npm run build makes it.`);
  await checkReplaceable(target, "package.json");
  const {files, packages} = await traceImports(entry);
  // tsx runs the TypeScript; nothing imports it.
  const folders = await packageFolders([...packages, "tsx"]);
  const manifest = parseDocument(await readFile("package.json", "utf8"), {title: "package.json", code: "package"});
  const field = (name: string) => readField(manifest, name, readText);
  const described = {name: field("name"), version: field("version"), private: true, type: field("type")};
  await rebuildDirectory(target, async (next) => {
    for (const file of files) await copy(file, join(next, file));
    await copy(model, join(next, "models/staged"));
    await copy(report, join(next, "dist"));
    for (const folder of folders)
      await copy(folder, join(next, folder), (path) => isNeeded(folder, relative(folder, path)));
    await writeJson(join(next, "package.json"), described);
  });
}

async function copy(from: string, to: string, filter?: (path: string) => boolean): Promise<void> {
  await mkdir(dirname(to), {recursive: true});
  // A package may be a link.
  await cp(from, to, {recursive: true, dereference: true, filter});
}

/** Of packages for many purposes, what scoring loads; besides their package.json. */
const parts: Readonly<Record<string, RegExp>> = {
  "node_modules/lightgbm-wasm": /^src(\/error\.ts|\/scorer(\/.*)?)?$/,
  "node_modules/onnxruntime-web": /^dist(\/ort\.wasm\.bundle\.min\.mjs|\/ort-wasm-simd-threaded\.(mjs|wasm))?$/
};

/** Leaves out packages within the package, which have folders of their own, types, and what is for other purposes. */
function isNeeded(folder: string, path: string): boolean {
  const slashed = path.split(sep).join("/");
  if (slashed === "node_modules" || slashed.endsWith(".map") || /\.d\.[cm]?ts$/.test(slashed)) return false;
  return slashed === "" || slashed === "package.json" || (parts[folder]?.test(slashed) ?? true);
}
