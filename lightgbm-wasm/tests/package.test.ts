import {execFile} from "node:child_process";
import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {promisify} from "node:util";
import {brotliCompressSync, constants} from "node:zlib";
import {beforeAll, describe, expect, it} from "vitest";
import {run} from "../compile/command.js";
import {writePackage} from "../package.js";
import {loadScorer} from "../src/scorer/index.js";
import {readmeExample} from "./readmeExamples.js";
import {randomModel} from "./scorer/randomModels.js";

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
    expect(others.toSorted()).toEqual([
      "CHANGELOG.md",
      "LICENSE",
      "LICENSE.LightGBM",
      "NOTICE.md",
      "README.md",
      "dist/address.d.ts",
      ...modules,
      "package.json"
    ]);
    expect(files).toContain("src/index.js");
    expect(files).toContain("src/index.d.ts");
  });

  it.each(modules)("keeps %s below 560 KB, compressed as web servers do", async (module) => {
    const compressed = brotliCompressSync(await readFile(join(folder, module)), {
      params: {[constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24}
    });
    expect(compressed.length).toBeLessThan(560_000);
  });

  it.each([
    ["in pages", {lib: ["es2022", "dom"], types: []}],
    ["in Node", {lib: ["es2022"], types: ["node"]}]
  ])("has declarations that a strict compiler takes as they are %s", async (_, options) => {
    const project = await mkdtemp(join(tmpdir(), "lightgbm-types-"));
    const code = `import {loadLightGBM, type Booster, type Params} from "${folder}/src/index.js";
      export async function train(params: Params, columns: Float64Array[], label: number[]): Promise<Booster> {
        const lightgbm = await loadLightGBM();
        return lightgbm.train(params, lightgbm.dataset({columns, label, params}));
      }`;
    await writeFile(join(project, "use.ts"), code);
    const compilerOptions = {
      ...{strict: true, skipLibCheck: false, noEmit: true, target: "es2022", module: "nodenext"},
      typeRoots: [fileURLToPath(new URL("../../node_modules/@types", import.meta.url))],
      ...options
    };
    await writeFile(join(project, "tsconfig.json"), JSON.stringify({compilerOptions, files: ["use.ts"]}));
    const compiler = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));
    const result = await run(process.execPath, [compiler, "-p", project]);
    await rm(project, {recursive: true});
    expect(result).toMatchObject({stdout: "", status: 0});
  });

  it("runs the README's example in Node, as it is typed", async () => {
    const code = await readmeExample("Train and predict", `${folder}/src/index.js`);
    const {stdout} = await execute(process.execPath, ["--input-type=module", "--eval", code]);
    expect(stdout).toMatch(/^1 0\.\d+/);
    expect(stdout).toMatch(/^200 Float64Array/m);
  });

  it("runs the README's example of tables made at build time in Node", async () => {
    const directory = await mkdtemp(join(tmpdir(), "scorer-tables-"));
    const {text, matrix, columnCount} = randomModel(1);
    await writeFile(join(directory, "model.txt"), text);
    const code = await readmeExample("Score only", `${folder}/src/index.js`, 1);
    await execute(process.execPath, ["--input-type=module", "--eval", code], {cwd: directory});
    const scorer = await loadScorer(await readFile(join(directory, "model.scorer")));
    const expected = (await loadScorer(text)).predict({matrix, columnCount});
    expect(scorer.predict({matrix, columnCount})).toEqual(expected);
    await rm(directory, {recursive: true});
  });

  it("runs the README's example of threads in Node", async () => {
    const code = await readmeExample("Threads", `${folder}/src/index.js`);
    const {stdout} = await execute(process.execPath, ["--input-type=module", "--eval", code]);
    expect(stdout).toMatch(/^\d+ threads\n$/);
  });
});
