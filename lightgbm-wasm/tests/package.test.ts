import {execFile} from "node:child_process";
import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {promisify} from "node:util";
import {brotliCompressSync, constants} from "node:zlib";
import {afterAll, beforeAll, describe, expect, it, vi} from "vitest";
import {writePackage} from "../package.js";
import {loadScorer} from "../src/scorer/index.js";
import {readmeExample, readmeExamples} from "./readmeExamples.js";
import {randomModel} from "./scorer/randomModels.js";

const execute = promisify(execFile);

const modules = ["dist/lightgbm-threads.wasm", "dist/lightgbm.wasm"];

let project: string;
let folder: string;
let files: string[];

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "lightgbm-package-"));
  folder = await writePackage(join(project, "node_modules", "lightgbm-wasm"));
  const {stdout} = await execute("npm", ["pack", "--dry-run", "--json"], {cwd: folder});
  files = JSON.parse(stdout)[0].files.map(({path}: {path: string}) => path);
}, 1_200_000);
afterAll(() => rm(project, {recursive: true}));

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
      "package.json",
      "scorer/package.json"
    ]);
    expect(files).toContain("src/index.js");
    expect(files).toContain("src/index.d.ts");
  });

  it("names the repository that it is released from", async () => {
    vi.stubEnv("GITHUB_REPOSITORY", "owner/name");
    try {
      const released = await writePackage(join(project, "released"));
      expect(JSON.parse(await readFile(join(released, "package.json"), "utf8"))).toMatchObject({
        license: "MIT",
        homepage: "https://github.com/owner/name/tree/main/lightgbm-wasm#readme",
        bugs: "https://github.com/owner/name/issues",
        repository: {type: "git", url: "git+https://github.com/owner/name.git", directory: "lightgbm-wasm"}
      });
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it.each(modules)("keeps %s below 560 KB, compressed as web servers do", async (module) => {
    const compressed = brotliCompressSync(await readFile(join(folder, module)), {
      params: {[constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24}
    });
    expect(compressed.length).toBeLessThan(560_000);
  });

  it("runs the README's example in Node, as it is typed", async () => {
    const {stdout} = await runExample("Train and predict");
    expect(stdout).toMatch(/^1 0\.\d+/);
    expect(stdout).toMatch(/^200 Float64Array/m);
  });

  it("runs the README's example of tables made at build time in Node", async () => {
    const {text, matrix, columnCount} = randomModel(1);
    await writeFile(join(project, "model.txt"), text);
    await runExample("Score only", 1);
    const scorer = await loadScorer(await readFile(join(project, "model.scorer")));
    const expected = (await loadScorer(text)).predict({matrix, columnCount});
    expect(scorer.predict({matrix, columnCount})).toEqual(expected);
  });

  it("runs the README's example of threads in Node", async () => {
    const {stdout} = await runExample("Threads");
    expect(stdout).toMatch(/^\d+ threads\n$/);
  });

  it("has no other examples in the README than these and those that tests/browser/lightgbmWasm.test.ts runs", async () => {
    const counts = Array.from(await readmeExamples(), ([heading, codes]) => [heading, codes.length]);
    expect(Object.fromEntries(counts)).toEqual({
      "Train and predict": 1,
      "In a page or a worker": 1,
      "Score only": 2,
      Threads: 1
    });
  });
});

/** Runs an example as it is typed, in a file of a project that has the package installed. */
async function runExample(heading: string, number = 0): Promise<{stdout: string}> {
  await writeFile(join(project, "example.mjs"), await readmeExample(heading, {number}));
  return execute(process.execPath, ["example.mjs"], {cwd: project});
}
