import {mkdir, rename, rm} from "node:fs/promises";
import {dirname} from "node:path";
import {exportedFunctions} from "../src/exportedFunctions.js";
import {run} from "./command.js";
import {BuildError} from "./error.js";
import {linkFlags} from "./flags.js";
import {compilerEnvironment} from "./toolchain.js";

/** Links the objects into one standalone module, which appears under its name only when complete. */
export async function linkModule(objects: readonly string[], output: string): Promise<void> {
  await mkdir(dirname(output), {recursive: true});
  const temporary = output.replace(/\.wasm$/, `.${process.pid}.tmp.wasm`);
  const exported = exportedFunctions.map((name) => `_${name}`).join(",");
  const {status, stderr} = await run(
    "em++",
    [...objects, ...linkFlags, `-sEXPORTED_FUNCTIONS=${exported}`, "-o", temporary],
    {env: compilerEnvironment}
  );
  if (status !== 0) {
    await rm(temporary, {force: true});
    throw new BuildError("link-failed", `lightgbm.wasm does not link:\n${stderr.trim()}`);
  }
  await rename(temporary, output);
}
