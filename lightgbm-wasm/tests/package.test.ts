import {execFile} from "node:child_process";
import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {promisify} from "node:util";
import {brotliCompressSync, constants} from "node:zlib";
import {beforeAll, describe, expect, it} from "vitest";
import {writePackage} from "../package.js";

const execute = promisify(execFile);

let folder: string;
let files: string[];

beforeAll(async () => {
  folder = await writePackage();
  const {stdout} = await execute("npm", ["pack", "--dry-run", "--json"], {cwd: folder});
  files = JSON.parse(stdout)[0].files.map(({path}: {path: string}) => path);
}, 1_200_000);

describe("the package", () => {
  it("contains the module, JavaScript, declarations and notices, and nothing else", () => {
    const others = files.filter((file) => !/^src\/\w+\.(js|d\.ts)$/.test(file));
    expect(others.toSorted()).toEqual(["LICENSE", "NOTICE.md", "README.md", "dist/lightgbm.wasm", "package.json"]);
    expect(files).toContain("src/index.js");
    expect(files).toContain("src/index.d.ts");
  });

  it("keeps the module below 520 KB, compressed as web servers do", async () => {
    const module = await readFile(join(folder, "dist", "lightgbm.wasm"));
    const compressed = brotliCompressSync(module, {
      params: {[constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24}
    });
    expect(compressed.length).toBeLessThan(520_000);
  });

  it("runs the README's example for Node, as plain JavaScript", async () => {
    const readme = await readFile(join(folder, "README.md"), "utf8");
    const [example] = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code);
    // Node 20 does not know `using` yet; the package itself must not need it.
    const code = example
      .replaceAll("using ", "const ")
      .replace('"lightgbm-wasm"', JSON.stringify(`${folder}/src/index.js`));
    const {stdout} = await execute(process.execPath, ["--input-type=module", "--eval", code]);
    expect(stdout).toMatch(/^1 0\.\d+/);
    expect(stdout).toMatch(/^200 Float64Array/m);
  });

  it("runs the README's example for the browser, where the page's address leads to the module", async () => {
    const readme = await readFile(join(folder, "README.md"), "utf8");
    const [, example] = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code);
    const fixture = `
      import {loadLightGBM} from ${JSON.stringify(`${folder}/src/index.js`)};
      const lightgbm0 = await loadLightGBM();
      const dataset = lightgbm0.dataset({columns: [[...Array(99).keys()], Array(99).fill(0)].map((c) => Float64Array.from(c)), label: [...Array(99).keys()].map((i) => i % 2)});
      const text = (await lightgbm0.train({objective: "binary"}, dataset, {numIterations: 2})).toString();
      globalThis.document = {baseURI: new URL("dist/", ${JSON.stringify(`file://${folder}/`)}).href};
      globalThis.fetch = async () => new Response(text);
    `;
    const code = `${fixture}${example.replace(/^import.*$/m, "")}\nconsole.log(probability);`;
    const {stdout} = await execute(process.execPath, ["--input-type=module", "--eval", code]);
    expect(Number(stdout)).toBeGreaterThan(0);
  });
});
