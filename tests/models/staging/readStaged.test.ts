import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, test} from "vitest";
import {openNodeSession} from "../../../models/staging/nodeSession.js";
import {readStaged} from "../../../models/staging/readStaged.js";
import {manifest, stagedFiles} from "../../fixtures/stagedModel.js";

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "staged-"));
});

afterEach(() => rm(directory, {recursive: true}));

async function write(files: Record<string, Uint8Array | string>): Promise<void> {
  for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content);
}

test("a staged model is read", async () => {
  await write(stagedFiles());
  const staged = await readStaged(directory);
  expect(staged.manifest).toEqual(manifest);
  expect(staged.model.engine).toBe("onnx");
  expect(staged.model.content.length).toBe(manifest.files["model.onnx"].bytes);
});

test("where nothing is staged, the error says how to stage", async () => {
  await expect(readStaged(directory)).rejects.toMatchObject({
    code: "staged-none",
    message: expect.stringContaining("npm run stagemodel")
  });
});

test("a manifest with fewer features than the model takes is no match for it", async () => {
  await write(stagedFiles());
  const {model} = await readStaged(directory);
  const features = manifest.features.slice(1);
  await expect(openNodeSession(model, {features})).rejects.toMatchObject({code: "staged-feature-count"});
});

test("a directory without the model is refused", async () => {
  await write({"manifest.json": stagedFiles()["manifest.json"]});
  await expect(readStaged(directory)).rejects.toMatchObject({code: "staged-missing-file"});
});

test("a Git LFS pointer is recognised", async () => {
  await write({...stagedFiles(), "model.onnx": "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"});
  await expect(readStaged(directory)).rejects.toMatchObject({code: "staged-lfs-pointer"});
});
