import {createHash} from "node:crypto";
import {existsSync} from "node:fs";
import {readFile, rename, writeFile} from "node:fs/promises";
import {availableParallelism} from "node:os";
import {join, relative} from "node:path";
import {fileURLToPath} from "node:url";
import {BuildError} from "./compile/error.js";
import {coldFiles, fileFlags, variants} from "./compile/flags.js";
import {linkModule} from "./compile/link.js";
import {withLock} from "./compile/lock.js";
import {planObjects, type Step} from "./compile/objects.js";
import {patchesIdentity} from "./compile/patches.js";
import {source, unpackSource} from "./compile/source.js";
import {compilerEnvironment, ensureCompiler} from "./compile/toolchain.js";

export {BuildError};

const here = fileURLToPath(new URL(".", import.meta.url));
const buildFolder = join(here, "build");
const nativeFolder = join(here, "native");
const outputFolder = join(here, "dist");
const stampFile = join(outputFolder, "lightgbm.stamp");

export interface BuildOptions {
  /** Gets a line for each part of the work. */
  report?: (line: string) => void;
  /** Gets how much of the work is done, and of how much; without it `report` gets a line for each step. */
  onProgress?: (done: number, total: number, step: string) => void;
  signal?: AbortSignal;
}

/** Whether the modules are there and up to date, so that `ensureBuilt` has nothing to do. */
export function isBuilt(): Promise<boolean> {
  return isUpToDate(variants.map(({name}) => join(outputFolder, name)));
}

/** Of linking, as `Step` has it. */
const linkSeconds = 50;

/**
 * Builds dist/lightgbm.wasm and dist/lightgbm-threads.wasm if one is missing, or if sources or flags have changed since:
 * some minutes, once. Returns their files; at once when they are up to date. Throws a `BuildError` with a sentence that
 * says what to do.
 */
export async function ensureBuilt({report = toStderr, onProgress, signal}: BuildOptions = {}): Promise<string[]> {
  const outputs = variants.map(({name}) => join(outputFolder, name));
  if (await isUpToDate(outputs)) return outputs;
  return withLock(join(buildFolder, "lock"), report, async () => {
    if (await isUpToDate(outputs)) return outputs;
    report("building LightGBM for WebAssembly; this takes some minutes, once");
    const version = await ensureCompiler(report);
    const sourceFolder = await unpackSource({buildFolder, patched: true, report});
    const plans = await Promise.all(
      variants.map((variant) =>
        planObjects({
          compiler: {
            program: "em++",
            version,
            flags: (file) => fileFlags(variant, file, relative(sourceFolder, nativeFolder)),
            env: compilerEnvironment
          },
          sourceFolder,
          nativeFolder,
          nativeFiles: variant.nativeFiles.filter((name) => name.endsWith(".cpp")),
          objectsFolder: join(buildFolder, "objects"),
          signal
        })
      )
    );
    const compiling = plans.flatMap(({steps}) => steps);
    const linking = variants.map((variant, i): Step => {
      const link = () => linkModule(plans[i]?.objects ?? [], variant, join(outputFolder, variant.name), signal);
      return {name: variant.name, seconds: linkSeconds, run: link};
    });
    const total = [...compiling, ...linking].reduce((sum, {seconds}) => sum + seconds, 0);
    let done = 0;
    const onDone = ({name, seconds}: Step) => {
      done += seconds;
      if (onProgress === undefined) report(`${Math.round((100 * done) / total)} %: ${name}`);
      else onProgress(done, total, name);
    };
    await runSteps(compiling, onDone);
    await runSteps(linking, onDone);
    const temporary = `${stampFile}.${process.pid}.tmp`;
    await writeFile(temporary, await currentStamp());
    await rename(temporary, stampFile);
    report("LightGBM is ready");
    return outputs;
  });
}

/** As many at once as there are cores, the longest first, so that no core waits for another at the end. */
async function runSteps(steps: readonly Step[], onDone: (step: Step) => void): Promise<void> {
  const queue = steps.toSorted((a, b) => b.seconds - a.seconds).values();
  const work = async (): Promise<void> => {
    for (const step of queue) {
      await step.run();
      onDone(step);
    }
  };
  await Promise.all(Array.from({length: availableParallelism()}, work));
}

async function isUpToDate(outputs: readonly string[]): Promise<boolean> {
  const [stamp, wanted] = await Promise.all([readFile(stampFile, "utf8").catch(() => undefined), currentStamp()]);
  return stamp === wanted && outputs.every((output) => existsSync(output));
}

/** Names everything that the modules are made of, but for the compiler's version: asking for that takes too long. */
async function currentStamp(): Promise<string> {
  const parts = await Promise.all(
    variants.map(async (variant) => [variant, fileFlags(variant, "", "native"), await readNative(variant.nativeFiles)])
  );
  const identity = JSON.stringify([source.sha256, patchesIdentity, coldFiles.source, parts]);
  return createHash("sha256").update(identity).digest("hex");
}

function readNative(names: readonly string[]): Promise<string[]> {
  return Promise.all(names.map((name) => readFile(join(nativeFolder, name), "utf8")));
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
