import {execFile} from "node:child_process";
import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {promisify} from "node:util";
import {brotliCompressSync, constants} from "node:zlib";
import {beforeAll, describe, expect, it} from "vitest";
import {writePackage} from "../package.js";
import {readmeExample, withoutUsing} from "./readmeExamples.js";

const execute = promisify(execFile);

const modules = ["dist/lightgbm-threads.wasm", "dist/lightgbm.wasm"];

let folder: string;
let files: string[];

beforeAll(async () => {
  folder = await writePackage();
  const {stdout} = await execute("npm", ["pack", "--dry-run", "--json"], {cwd: folder});
  files = JSON.parse(stdout)[0].files.map(({path}: {path: string}) => path);
}, 1_200_000);

describe("the package", () => {
  it("contains the module, JavaScript, declarations and notices, and nothing else", () => {
    const others = files.filter((file) => !/^src\/(scorer\/)?\w+\.(js|d\.ts)$/.test(file));
    expect(others.toSorted()).toEqual(["LICENSE", "NOTICE.md", "README.md", ...modules, "package.json"]);
    expect(files).toContain("src/index.js");
    expect(files).toContain("src/index.d.ts");
  });

  it.each(modules)("keeps %s below 560 KB, compressed as web servers do", async (module) => {
    const compressed = brotliCompressSync(await readFile(join(folder, module)), {
      params: {[constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24}
    });
    expect(compressed.length).toBeLessThan(560_000);
  });

  it("runs the README's example in Node, as plain JavaScript", async () => {
    const code = withoutUsing(await readmeExample("Train and predict", `${folder}/src/index.js`));
    const {stdout} = await execute(process.execPath, ["--input-type=module", "--eval", code]);
    expect(stdout).toMatch(/^1 0\.\d+/);
    expect(stdout).toMatch(/^200 Float64Array/m);
  });

  it("runs the README's example of threads in Node", async () => {
    const code = await readmeExample("Threads", `${folder}/src/index.js`);
    const {stdout} = await execute(process.execPath, ["--input-type=module", "--eval", code]);
    expect(stdout).toMatch(/^\d+ threads\n$/);
  });
});
