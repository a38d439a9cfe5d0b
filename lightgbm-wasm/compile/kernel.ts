// Compiles the scorer's kernel and writes it to src/scorer/kernelBytes.ts, where it is committed, so that scoring needs
// no compiler. Run after a change of native/scorer with: node --import tsx lightgbm-wasm/compile/kernel.ts

import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {run} from "./command.js";
import {BuildError} from "./error.js";
import {compilerEnvironment, ensureCompiler} from "./toolchain.js";

const here = fileURLToPath(new URL("../", import.meta.url));
const flags = [
  ...["-O3", "-msimd128", "-fno-exceptions", "-fno-rtti", "-sSTANDALONE_WASM", "--no-entry"],
  ...["-sALLOW_MEMORY_GROWTH=1", "-sMAXIMUM_MEMORY=4GB", "-sTOTAL_STACK=16384", "-sINITIAL_MEMORY=65536"],
  "-Wl,--export=__heap_base"
];

export async function buildKernel(): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), "scorer-kernel-"));
  try {
    const output = join(folder, "kernel.wasm");
    const {status, stderr} = await run("em++", [...flags, "kernel.cpp", "-o", output], {
      cwd: join(here, "native", "scorer"),
      env: compilerEnvironment
    });
    if (status !== 0) throw new BuildError("compile-failed", `kernel.cpp does not compile:\n${stderr.trim()}`);
    return await readFile(output);
  } finally {
    await rm(folder, {recursive: true});
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await ensureCompiler((line) => process.stderr.write(`${line}\n`));
  const hex = Buffer.from(await buildKernel()).toString("hex");
  await writeFile(
    join(here, "src", "scorer", "kernelBytes.ts"),
    `/** native/scorer/kernel.cpp, compiled by compile/kernel.ts. Hexadecimal digits compress as well as the bytes. */
export const kernelHex =
  "${hex}";
`
  );
}
