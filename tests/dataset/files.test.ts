import {spawnSync} from "node:child_process";
import {mkdir, mkdtemp, readdir, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import process from "node:process";
import {afterEach, beforeEach, expect, test} from "vitest";
import {checkRoom, describeFileError, replaceFile, writeFileWhole} from "../../dataset/files.js";
import {checkReplaceable, recoverDirectory, replaceDirectory} from "../../dataset/replaceDirectory.js";

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

/** Above every number that a process can have. */
const gone = 2 ** 30;

test("what a killed replacement left is put back, and the rest of it removed", async () => {
  await mkdir(join(parent, "models"));
  for (const name of [`staged.previous.${gone}.partial`, `staged.${gone}.partial`]) {
    await mkdir(join(parent, "models", name));
    await writeFile(join(parent, "models", name, "file"), name);
  }
  await recoverDirectory(target);
  expect(await readdir(join(parent, "models"))).toEqual(["staged"]);
  expect(await readFile(join(target, "file"), "utf8")).toBe(`staged.previous.${gone}.partial`);
});

test("what a living process writes is left alone", async () => {
  await mkdir(join(parent, "models", `staged.previous.${process.ppid}.partial`), {recursive: true});
  await recoverDirectory(target);
  expect(await readdir(join(parent, "models"))).toEqual([`staged.previous.${process.ppid}.partial`]);
});

const systemError = (code: string, fields: object) =>
  Object.assign(new Error(`${code}: of the system`), {code, ...fields});

test.each([
  ["ENOSPC", "disk-full", "The disk is full: a/folds.csv cannot be written. Make room and try again."],
  ["EROFS", "file-not-permitted", "a/folds.csv cannot be written: the disk is read-only."],
  ["EACCES", "file-not-permitted", "Permission denied: you may not use a/folds.csv."],
  ["EISDIR", "file-in-the-way", "a/folds.csv is a folder, not a file."],
  ["ENOENT", "file-missing", "There is no file a/folds.csv."]
])("an error %s of the system becomes a sentence about the file that the user knows", (code, ours, message) => {
  const expected = {code: ours, message, place: {file: "a/folds.csv"}};
  expect(describeFileError(systemError(code, {path: "a/folds.csv"}))).toMatchObject(expected);
  expect(describeFileError(systemError(code, {path: `a/folds.csv.${process.pid}.partial`}))).toMatchObject(expected);
  expect(describeFileError(systemError(code, {}), "a/folds.csv")).toMatchObject(expected);
});

test("other errors stay as they are", () => {
  for (const error of [
    new TypeError("a bug"),
    systemError("ENOENT", {path: "python3", syscall: "spawn python3"}),
    systemError("ECONNREFUSED", {address: "127.0.0.1"}),
    "no error"
  ])
    expect(describeFileError(error, "a/folds.csv")).toBe(error);
});

test("writing where a folder or a file is in the way is refused with a sentence", async () => {
  const file = join(parent, "file");
  await writeFileWhole(file, "1");
  await mkdir(target, {recursive: true});
  await expect(writeFileWhole(target, "2")).rejects.toMatchObject({code: "file-in-the-way", place: {file: target}});
  await expect(writeFileWhole(join(file, "below"), "2")).rejects.toMatchObject({code: "file-in-the-way"});
  expect((await readdir(parent)).sort()).toEqual(["file", "models"]);
});

test("a file whose writing fails stays as it was", async () => {
  const file = join(parent, "file");
  await writeFileWhole(file, "1");
  const failing = replaceFile(file, async (handle) => {
    await handle.writeFile("half");
    throw systemError("ENOSPC", {syscall: "write"});
  });
  await expect(failing).rejects.toMatchObject({code: "disk-full", place: {file}});
  expect(await readFile(file, "utf8")).toBe("1");
  expect(await readdir(parent)).toEqual(["file"]);
});

test("there is not enough room is said beforehand", async () => {
  await checkRoom(parent, 1, "The download");
  await expect(checkRoom(parent, 1e18, "The download")).rejects.toMatchObject({
    code: "disk-full",
    message: expect.stringMatching(/^The download needs 1,000,000,000,000 MB in .*, where [\d,]+ MB are free\.$/)
  });
});

test("a folder of somebody's is not replaced", async () => {
  await mkdir(target, {recursive: true});
  await checkReplaceable(target, "manifest.json");
  await checkReplaceable(join(target, "new"), "manifest.json");
  await writeFile(join(target, "train.csv"), "1");
  for (const path of [target, join(target, "train.csv"), "."])
    await expect(checkReplaceable(path, "manifest.json")).rejects.toMatchObject({code: "folder-in-use"});
  await writeFile(join(target, "manifest.json"), "{}");
  await checkReplaceable(target, "manifest.json");
});

test("the next replacement removes what a killed process left, and nothing of one that runs", async () => {
  const {pid: dead} = spawnSync(process.execPath, ["--version"]);
  const path = join(parent, "file");
  for (const pid of [dead, process.ppid]) await writeFile(`${path}.${pid}.partial`, "half");
  await writeFile(`${path}.partial`, "a part of a download");
  await writeFileWhole(path, "whole");
  expect((await readdir(parent)).sort()).toEqual(["file", `file.${process.ppid}.partial`, "file.partial"].sort());
});
