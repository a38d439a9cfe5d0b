import {describe, expect, it} from "vitest";
import {run} from "../../compile/command.js";
import {buildKernel, scorerFolder} from "../../compile/kernel.js";
import {kernelBytes} from "../../src/scorer/kernel.js";

const compilerVersion = "3.1.6";
const {stdout} = await run("em++", ["--version"]);

describe("the committed kernel", () => {
  it.skipIf(!stdout.includes(compilerVersion))(
    `is what Emscripten ${compilerVersion} makes of native/scorer`,
    async () => {
      const built = await buildKernel(scorerFolder);
      expect(Buffer.from(kernelBytes()).equals(built)).toBe(true);
    }
  );

  it("imports nothing", () => {
    expect(WebAssembly.Module.imports(new WebAssembly.Module(kernelBytes()))).toEqual([]);
  });
});
