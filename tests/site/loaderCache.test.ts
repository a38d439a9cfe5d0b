import {mkdir, mkdtemp, readdir, rm, utimes, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {LoaderCache} from "../../site/loaderCache.js";

const table = {
  "data/rows.json": {files: ["raw"]},
  "data/runs.json": {files: ["runs/one.json", "runs/two.json"], folder: "data/runs"},
  "data/server.json": {always: true}
};

let project: string;
let cache: LoaderCache;
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), "loaders-"));
  cache = new LoaderCache(project, table);
  for (const folder of ["src/data", "lib", "raw", "runs", "src/.observablehq/cache/_npm/d3@7.0.0"])
    await mkdir(join(project, folder), {recursive: true});
  await write("src/data/rows.json.ts", 'import {rows} from "../../lib/rows.js";\n');
  await write("src/data/runs.json.ts", "");
  await write("src/data/server.json.ts", "");
  await write("lib/rows.ts", 'export {parse} from "./parse.js";\n');
  await write("lib/parse.ts", "");
  await write("raw/train.csv", "1");
  await write("runs/one.json", "1");
});
afterEach(() => rm(project, {recursive: true, force: true}));

const write = (path: string, text: string) => writeFile(join(project, path), text);

/** As Framework does, outputs under the cache, and the loader of the runs a folder besides. */
async function runLoaders(): Promise<void> {
  const folder = "src/.observablehq/cache/data";
  await mkdir(join(project, folder, "runs"), {recursive: true});
  for (const name of ["rows.json", "runs.json", "runs/one.json", "server.json"]) await write(`${folder}/${name}`, name);
}

const outputs = async () =>
  (await readdir(join(project, "src/.observablehq/cache/data"), {recursive: true, withFileTypes: true}))
    .filter((entry) => entry.isFile())
    .map(({name}) => name)
    .sort();

async function later(path: string): Promise<void> {
  const time = new Date(Date.now() + 5_000);
  await utimes(join(project, path), time, time);
}

describe("the cache of loader outputs", () => {
  beforeEach(async () => {
    await cache.dropStale();
    await runLoaders();
  });

  it("keeps outputs while nothing changes, archives with their members, but never a server's", async () => {
    expect(await cache.dropStale()).toEqual(["data/rows.json", "data/runs.json"]);
    expect(await outputs()).toEqual(["one.json", "rows.json", "runs.json"]);
  });

  it.each([
    ["an input", "raw/train.csv"],
    ["a module that the loader's module imports", "lib/parse.ts"],
    ["the loader itself", "src/data/rows.json.ts"]
  ])("drops the output when %s changes, and no other", async (_what, path) => {
    await later(path);
    expect(await cache.findStale()).toEqual(["data/rows.json"]);
    await cache.dropStale();
    expect(await outputs()).toEqual(["one.json", "runs.json"]);
    expect(await cache.findStale()).toEqual([]);
  });

  it("drops an archive with its members when an input appears", async () => {
    await write("runs/two.json", "2");
    await cache.dropStale();
    expect(await outputs()).toEqual(["rows.json"]);
  });

  it("drops everything when the locked packages change", async () => {
    await write("package-lock.json", "{}");
    await cache.dropStale();
    expect(await outputs()).toEqual([]);
  });

  it("drops outputs of a time before it kept notes, and of notes cut off", async () => {
    await write("src/.observablehq/cache/_loaders.json", '{"data/rows.json": "a');
    await cache.dropStale();
    expect(await outputs()).toEqual([]);
  });

  it("drops the output of a loader that imports what is not there, and keeps the others", async () => {
    await write("src/data/rows.json.ts", 'import "./missing.js";\n');
    await later("src/data/rows.json.ts");
    expect(await cache.dropStale()).toEqual(["data/runs.json"]);
    expect(await outputs()).toEqual(["one.json", "runs.json"]);
  });

  it("leaves bundled packages and versions alone", async () => {
    await later("raw/train.csv");
    await cache.dropStale();
    expect(await readdir(join(project, "src/.observablehq/cache/_npm"))).toEqual(["d3@7.0.0"]);
  });
});
