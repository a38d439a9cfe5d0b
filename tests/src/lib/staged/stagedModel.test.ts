import {createHash} from "node:crypto";
import {expect, test} from "vitest";
import {digestOf, openStagedModel, wantsScorer} from "../../../../src/lib/staged/stagedModel.js";
import {manifest, stagedFiles, stagedTreeFiles} from "../../../fixtures/stagedModel.js";

const encode = (text: string) => new TextEncoder().encode(text);

test("a staged model opens with the file that scores", () => {
  const graph = stagedFiles();
  expect(openStagedModel(graph)).toEqual({manifest, model: {engine: "onnx", content: graph["model.onnx"]}});
  const trees = stagedTreeFiles();
  const {"model.onnx": _, ...withoutOnnx} = trees;
  for (const files of [trees, withoutOnnx])
    expect(openStagedModel(files).model).toEqual({engine: "scorer", content: trees["model.scorer.gz"]});
});

test("of earlier stagings trees want a scorer, and other models do not", () => {
  const file = digestOf(encode("tree"));
  expect(wantsScorer({files: {"model.onnx": file, "model.txt.gz": file}})).toBe(true);
  expect(wantsScorer({files: {"model.onnx": file}})).toBe(false);
  expect(wantsScorer({files: {"model.onnx": file, "model.txt.gz": file, "model.scorer.gz": file}})).toBe(false);
});

test("the digest is SHA-256", () => {
  const content = encode("transaction");
  expect(digestOf(content)).toEqual({bytes: 11, sha256: createHash("sha256").update(content).digest("hex")});
});

test.each([
  [
    "a model changed by one bit",
    {"model.onnx": stagedFiles()["model.onnx"].map((byte, index) => (index === 99 ? byte ^ 1 : byte))},
    "staged-digest-mismatch"
  ],
  ["an empty model", {"model.onnx": new Uint8Array()}, "staged-digest-mismatch"],
  ["a file that the manifest does not list", {"model.txt.gz": encode("tree")}, "staged-digest-mismatch"],
  ["a damaged manifest", {"manifest.json": encode("{")}, "manifest-not-json"],
  ["a manifest without fields", {"manifest.json": encode("{}")}, "manifest-missing-field"],
  [
    "a Git LFS pointer",
    {"model.onnx": encode("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n")},
    "staged-lfs-pointer"
  ]
])("%s is refused", (_, changes, code) => {
  expect(() => openStagedModel({...stagedFiles(), ...changes})).toThrow(expect.objectContaining({code}));
});

test("a pointer's message says what to do", () => {
  const pointer = encode("version https://git-lfs.github.com/spec/v1\n");
  expect(() => openStagedModel({...stagedFiles(), "model.onnx": pointer})).toThrow(/run `git lfs pull`/);
});

test.each([
  ["manifest.json", stagedFiles],
  ["model.onnx", stagedFiles],
  ["model.scorer.gz", stagedTreeFiles]
])("a model without %s is refused", (file, staged) => {
  const {[file]: _, ...rest} = staged();
  expect(() => openStagedModel(rest)).toThrow(expect.objectContaining({code: "staged-missing-file", place: {file}}));
});
