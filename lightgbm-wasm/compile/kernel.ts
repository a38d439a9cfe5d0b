// Compiles a kernel without libraries and writes it as a module of TypeScript, which is committed, so that nobody needs
// the compiler. Run after a change of its sources with
//   node --import tsx lightgbm-wasm/compile/kernel.ts [FOLDER MODULE]
// where FOLDER has kernel.cpp, and MODULE is what is written; by default native/scorer and src/scorer/kernelBytes.ts.

import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {run} from "./command.js";
import {BuildError} from "./error.js";
import {compilerEnvironment, ensureCompiler} from "./toolchain.js";

const here = fileURLToPath(new URL("../", import.meta.url));
export const scorerFolder = join(here, "native", "scorer");
const flags = [
  ...["-O3", "-msimd128", "-fno-exceptions", "-fno-rtti", "-sSTANDALONE_WASM", "--no-entry"],
  ...["-sALLOW_MEMORY_GROWTH=1", "-sMAXIMUM_MEMORY=4GB", "-sTOTAL_STACK=16384", "-sINITIAL_MEMORY=65536"],
  "-Wl,--export=__heap_base"
];

/** @param folder has kernel.cpp and what it includes */
export async function buildKernel(folder: string): Promise<Uint8Array> {
  const output = await mkdtemp(join(tmpdir(), "kernel-"));
  try {
    const file = join(output, "kernel.wasm");
    const {status, stderr} = await run("em++", [...flags, "kernel.cpp", "-o", file], {
      cwd: folder,
      env: compilerEnvironment
    });
    if (status !== 0) throw new BuildError("compile-failed", `kernel.cpp does not compile:\n${stderr.trim()}`);
    return await readFile(file);
  } finally {
    await rm(output, {recursive: true});
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder = scorerFolder, module = join(here, "src", "scorer", "kernelBytes.ts")] = process.argv.slice(2);
  await ensureCompiler((line) => process.stderr.write(`${line}\n`));
  const hex = Buffer.from(await buildKernel(folder)).toString("hex");
  await writeFile(
    module,
    `/** kernel.cpp, compiled by lightgbm-wasm/compile/kernel.ts. Hexadecimal digits compress as well as the bytes. */
export const kernelHex =
  "${hex}";
`
  );
}
