import {mkdir, mkdtemp, readdir, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, test} from "vitest";
import {replaceDirectory} from "../../dataset/files.js";

let parent: string;
let target: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "replace-"));
  target = join(parent, "models", "staged");
});

afterEach(() => rm(parent, {recursive: true}));

const encode = (text: string) => new TextEncoder().encode(text);

test("a directory is made, with its parents", async () => {
  await replaceDirectory(target, {a: encode("1")});
  expect(await readFile(join(target, "a"), "utf8")).toBe("1");
  expect(await readdir(join(parent, "models"))).toEqual(["staged"]);
});

test("what was there is replaced as a whole", async () => {
  await replaceDirectory(target, {old: encode("1")});
  await replaceDirectory(target, {next: encode("2")});
  expect(await readdir(target)).toEqual(["next"]);
  expect(await readdir(join(parent, "models"))).toEqual(["staged"]);
});

test("where a file cannot be written, what was there stays and nothing else is left", async () => {
  await mkdir(target, {recursive: true});
  await writeFile(join(target, "old"), "1");
  await expect(replaceDirectory(target, {next: encode("2"), "no/such/folder": encode("3")})).rejects.toThrow();
  expect(await readdir(target)).toEqual(["old"]);
  expect(await readdir(join(parent, "models"))).toEqual(["staged"]);
});
