import {createHash} from "node:crypto";
import {readFile, rename, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {BuildError} from "./compile/error.js";
import {coldFiles, compileFlags, linkFlags, nativeFiles} from "./compile/flags.js";
import {linkModule} from "./compile/link.js";
import {withLock} from "./compile/lock.js";
import {compileObjects} from "./compile/objects.js";
import {patchesIdentity} from "./compile/patches.js";
import {source, unpackSource} from "./compile/source.js";
import {compilerEnvironment, ensureCompiler} from "./compile/toolchain.js";
import {exportedFunctions} from "./src/exportedFunctions.js";

export {BuildError};

const here = fileURLToPath(new URL(".", import.meta.url));
const buildFolder = join(here, "build");
const nativeFolder = join(here, "native");
const output = join(here, "dist", "lightgbm.wasm");
const stampFile = join(here, "dist", "lightgbm.stamp");

/**
 * Builds dist/lightgbm.wasm if it is missing, or if sources or flags have changed since: some minutes, once.
 * Returns at once when it is up to date. Throws a `BuildError` with a sentence that says what to do.
 */
export async function ensureBuilt({report = toStderr}: {report?: (line: string) => void} = {}): Promise<string> {
  if (await isUpToDate()) return output;
  return withLock(join(buildFolder, "lock"), report, async () => {
    if (await isUpToDate()) return output;
    report("building LightGBM for WebAssembly; this takes some minutes, once");
    const version = await ensureCompiler(report);
    const sourceFolder = await unpackSource({buildFolder, patched: true, report});
    const objects = await compileObjects({
      compiler: {program: "em++", version, flags: compileFlags, env: compilerEnvironment},
      sourceFolder,
      sourceIdentity: source.integrity + patchesIdentity,
      nativeFolder,
      nativeFiles,
      objectsFolder: join(buildFolder, "objects"),
      report
    });
    report("linking lightgbm.wasm");
    await linkModule(objects, output);
    const temporary = `${stampFile}.${process.pid}.tmp`;
    await writeFile(temporary, await currentStamp());
    await rename(temporary, stampFile);
    report("lightgbm.wasm is ready");
    return output;
  });
}

async function isUpToDate(): Promise<boolean> {
  const [stamp, wanted, wasm] = await Promise.all([
    readFile(stampFile, "utf8").catch(() => undefined),
    currentStamp(),
    readFile(output).catch(() => undefined)
  ]);
  return wasm !== undefined && stamp === wanted;
}

/** Names everything that the module is made of, but for the compiler's version: asking for that takes too long. */
async function currentStamp(): Promise<string> {
  const native = await Promise.all(nativeFiles.map((name) => readFile(join(nativeFolder, name), "utf8")));
  const parts = [
    source.integrity,
    patchesIdentity,
    compileFlags(""),
    coldFiles.source,
    linkFlags,
    exportedFunctions,
    native
  ];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

function toStderr(line: string): void {
  process.stderr.write(`lightgbm-wasm: ${line}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await ensureBuilt();
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    toStderr(error.message);
    process.exitCode = 1;
  }
}
