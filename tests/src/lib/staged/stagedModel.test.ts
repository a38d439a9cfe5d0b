import {createHash} from "node:crypto";
import {expect, test} from "vitest";
import {digestOf, openStagedModel} from "../../../../src/lib/staged/stagedModel.js";
import {manifest, stagedFiles} from "../../../fixtures/stagedModel.js";

const encode = (text: string) => new TextEncoder().encode(text);

test("a staged model opens", () => {
  const files = stagedFiles();
  expect(openStagedModel(files)).toEqual({manifest, model: files["model.onnx"]});
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

test.each(["manifest.json", "model.onnx"])("a model without %s is refused", (file) => {
  const {[file]: _, ...rest} = stagedFiles();
  expect(() => openStagedModel(rest)).toThrow(expect.objectContaining({code: "staged-missing-file", place: {file}}));
});
