import {mkdir, readFile, rename, rm} from "node:fs/promises";
import {basename, dirname} from "node:path";
import {run} from "./command.js";
import {BuildError} from "./error.js";
import type {Variant} from "./flags.js";
import {compilerEnvironment} from "./toolchain.js";

/** Links the objects into one standalone module, which appears under its name only when complete. */
export async function linkModule(
  objects: readonly string[],
  {linkFlags, exportedFunctions}: Pick<Variant, "linkFlags" | "exportedFunctions">,
  output: string,
  signal?: AbortSignal
): Promise<void> {
  await mkdir(dirname(output), {recursive: true});
  const temporary = output.replace(/\.wasm$/, `.${process.pid}.tmp.wasm`);
  const exported = exportedFunctions.map((name) => `_${name}`).join(",");
  const {status, stderr} = await run(
    "em++",
    [...objects, ...linkFlags, `-sEXPORTED_FUNCTIONS=${exported}`, "-o", temporary],
    {env: compilerEnvironment, signal}
  );
  const problem = status === 0 ? await missingRuntime(temporary) : stderr.trim();
  if (problem !== undefined) {
    await rm(temporary, {force: true});
    signal?.throwIfAborted();
    throw new BuildError("link-failed", `${basename(output)} does not link:\n${problem}`);
  }
  await rename(temporary, output);
}

/** The linker lets undefined functions pass; those of OpenMP's runtime are ours to define. */
async function missingRuntime(file: string): Promise<string | undefined> {
  const module = await WebAssembly.compile(await readFile(file));
  const missing = WebAssembly.Module.imports(module).filter(({name}) => name.startsWith("__kmpc_"));
  return missing.length > 0 ? `nothing defines ${missing.map(({name}) => name).join(", ")}` : undefined;
}
