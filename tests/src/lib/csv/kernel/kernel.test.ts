import {describe, expect, it} from "vitest";
import {run} from "../../../../../lightgbm-wasm/compile/command.js";
import {buildKernel} from "../../../../../lightgbm-wasm/compile/kernel.js";
import {kernelBytes} from "../../../../../src/lib/csv/kernel/kernel.js";

const {stdout} = await run("em++", ["--version"]);

describe("the committed kernel", () => {
  it.skipIf(!stdout.includes("3.1.6"))("is what Emscripten 3.1.6 makes of kernel.cpp", async () => {
    const built = await buildKernel("src/lib/csv/kernel");
    expect(Buffer.from(kernelBytes()).equals(built)).toBe(true);
  });

  it("imports nothing", () => {
    expect(WebAssembly.Module.imports(new WebAssembly.Module(kernelBytes()))).toEqual([]);
  });
});
