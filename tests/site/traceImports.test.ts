import {mkdir, mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {dirname, join, relative} from "node:path";
import {afterEach, beforeEach, expect, it} from "vitest";
import {traceImports} from "../../site/traceImports.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trace-"));
});
afterEach(() => rm(folder, {recursive: true}));

/** Writes files, and traces the first of them. */
async function trace(files: Record<string, string>) {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), {recursive: true});
    await writeFile(join(folder, path), text);
  }
  const traced = await traceImports(join(folder, Object.keys(files)[0]));
  return {...traced, files: traced.files.map((file) => relative(folder, file)).sort()};
}

it("follows static and dynamic imports, exports, and JSON", async () => {
  const {files, packages} = await trace({
    "main.ts": [
      "import {\n  a,\n  b\n} from \"./a.js\"; import c from './c.mjs'",
      "import './effect.js'",
      'import table from "./table.json"',
      'export * from "./deep/e.js"',
      "const later = async () => await import(`./later.js`);",
      'import process from "node:process"; import {join} from "path"; import {z} from "@scope/package/part.js"; import "plain";',
      "console.log(a, b, c, table, later, process, join, z)"
    ].join("\n"),
    "a.ts": "export const a = 1, b = 2;",
    "c.mjs": "export default 3;",
    "effect.ts": "",
    "table.json": "[]",
    "deep/e.ts": 'export {up} from "../up.js";',
    "up.ts": "export const up = 1;",
    "later.ts": ""
  });
  expect(files).toEqual(["a.ts", "c.mjs", "deep/e.ts", "effect.ts", "later.ts", "main.ts", "table.json", "up.ts"]);
  expect(packages).toEqual(["@scope/package", "plain"]);
});

it("follows workers and the files beside a module", async () => {
  const {files} = await trace({
    "main.ts": [
      'new Worker(new URL("./worker.mjs", import.meta.url));',
      "new Worker(\n  new URL('./typed.js', import.meta.url)\n);",
      'read(new URL("./data.csv", import.meta.url));',
      'read(new URL("./data/", import.meta.url));'
    ].join("\n"),
    "worker.mjs": 'await import("./started.ts");',
    "started.ts": 'import "./main.ts";',
    "typed.ts": "",
    "data.csv": "",
    "data/other.csv": ""
  });
  expect(files).toEqual(["data.csv", "main.ts", "started.ts", "typed.ts", "worker.mjs"]);
});

it("does not follow types, comments or texts", async () => {
  const {files, packages} = await trace({
    "main.ts": [
      'import type {A} from "./types.js";',
      'import type B from "a-package";',
      'export type {C} from "./types.js";',
      'let d: import("./types.js").D;',
      '// import "./missing.js"',
      '/* new URL("./missing.js", import.meta.url); */',
      "const text = 'import \"./missing.js\"';"
    ].join("\n"),
    "types.ts": 'import "./missing.js";'
  });
  expect(files).toEqual(["main.ts"]);
  expect(packages).toEqual([]);
});

it.for([
  ['import "./missing.js";', /main\.ts: .*missing/],
  ['new URL("./missing.js", import.meta.url);', /main\.ts names .*missing\.js/],
  ["const = 1;", /main\.ts: /]
] as const)("names the file that cannot be followed: %s", async ([code, message]) => {
  await expect(trace({"main.ts": code})).rejects.toMatchObject({
    code: "import-unresolved",
    message: expect.stringMatching(message)
  });
});
