import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {gunzipSync, gzipSync} from "fflate";
import {afterEach, beforeEach, expect, test} from "vitest";
import {openNodeSession} from "../../../models/staging/nodeSession.js";
import {readStaged} from "../../../models/staging/readStaged.js";
import {digestOf, scorerFile} from "../../../src/lib/staged/stagedModel.js";
import {manifest, stagedFiles, stagedTreeFiles} from "../../fixtures/stagedModel.js";

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

test("of trees the compiled ones are read, whatever the graph beside them is", async () => {
  await write({...stagedTreeFiles(), "model.onnx": "damaged"});
  const {model, manifest: found} = await readStaged(directory);
  expect(model.engine).toBe("scorer");
  const session = await openNodeSession(model, found);
  expect(await session.run(new Float64Array(6), 1)).toHaveLength(1);
});

test("compiled trees that are damaged are refused, and so are those that were damaged before they were staged", async () => {
  const files = stagedTreeFiles();
  const cut = files[scorerFile].slice(0, -100);
  await write({...files, [scorerFile]: cut});
  await expect(readStaged(directory)).rejects.toMatchObject({
    code: "staged-digest-mismatch",
    message: expect.stringContaining("`model.scorer.gz` is not the file that the manifest describes")
  });

  const tables = gunzipSync(files[scorerFile]);
  tables[tables.length - 1] ^= 1;
  for (const [content, reason] of [
    [cut, "It is not gzipped, or cut off."],
    [tables, "It is not gzipped, or cut off."],
    [gzipSync(tables), "The scorer's tables are damaged: their checksum is wrong."],
    [gzipSync(new Uint8Array(9)), 'This is not a LightGBM model text: its first line is not "tree".']
  ] as const) {
    await write({...stagedTreeFiles({files: {[scorerFile]: digestOf(content)}}), [scorerFile]: content});
    const {model, manifest: found} = await readStaged(directory);
    await expect(openNodeSession(model, found)).rejects.toMatchObject({
      code: "staged-damaged-model",
      message: `\`model.scorer.gz\` is damaged; stage the model again. ${reason}`
    });
  }
});

test("compiled trees of other features are no match for a manifest", async () => {
  await write(stagedTreeFiles());
  const {model} = await readStaged(directory);
  await expect(openNodeSession(model, {features: ["a"]})).rejects.toMatchObject({code: "staged-feature-count"});
});

test("a directory without the model is refused", async () => {
  await write({"manifest.json": stagedFiles()["manifest.json"]});
  await expect(readStaged(directory)).rejects.toMatchObject({code: "staged-missing-file"});
});

test("a Git LFS pointer is recognised", async () => {
  await write({...stagedFiles(), "model.onnx": "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"});
  await expect(readStaged(directory)).rejects.toMatchObject({code: "staged-lfs-pointer"});
});
