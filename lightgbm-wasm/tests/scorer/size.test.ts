import {fileURLToPath} from "node:url";
import {brotliCompressSync, constants} from "node:zlib";
import {build} from "esbuild";
import {describe, expect, it} from "vitest";

/** Bytes of what a page fetches, compressed as web servers do. */
async function brotliBytes(names: string): Promise<number> {
  const {outputFiles} = await build({
    stdin: {
      contents: `export {${names}} from "./index.ts";`,
      resolveDir: fileURLToPath(new URL("../../src/scorer/", import.meta.url))
    },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false
  });
  const params = {[constants.BROTLI_PARAM_QUALITY]: 11};
  return brotliCompressSync(outputFiles[0].contents, {params}).length;
}

describe("the scorer in a page", () => {
  it("takes 12 KB, its kernel included", async () => {
    expect(await brotliBytes("loadScorer")).toBeLessThanOrEqual(12_000);
  });

  it("takes 40 KB with contributions and counts", async () => {
    expect(await brotliBytes("loadScorer, contributions, valueCounts")).toBeLessThanOrEqual(40_000);
  });
});
