import {execFileSync, spawnSync} from "node:child_process";
import {randomBytes} from "node:crypto";
import {statSync} from "node:fs";
import {mkdtemp, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import process from "node:process";
import {afterEach, beforeEach, expect, it} from "vitest";
import {replaceDirectory} from "../../../dataset/replaceDirectory.js";
import {largeFileBytes, withLargeFileAttributes} from "../../../models/staging/largeFiles.js";
import {readStaged} from "../../../models/staging/readStaged.js";
import {digestOf} from "../../../src/lib/staged/stagedModel.js";
import {manifest, stagedFiles} from "../../fixtures/stagedModel.js";
import {describeNeeds} from "../../needs.js";

const hasGitLfs = spawnSync("git", ["lfs", "version"]).status === 0;

/** A model just over the limit, of bytes that do not compress. */
function largeModel(): Record<string, Uint8Array> {
  const model = randomBytes(largeFileBytes + 1);
  return {...stagedFiles({files: {...manifest.files, "model.onnx": digestOf(model)}}), "model.onnx": model};
}

it("leaves a model of up to 5 MB a plain file", () => {
  const files = {"model.onnx": new Uint8Array(largeFileBytes), "manifest.json": new Uint8Array(9)};
  expect(Object.keys(withLargeFileAttributes(files))).toEqual(Object.keys(files));
});

it("has every model over 5 MB of this repository in Git LFS", () => {
  const tracked = execFileSync("git", ["ls-files", "models"], {encoding: "utf8"}).split("\n");
  const large = tracked.filter((path) => (statSync(path, {throwIfNoEntry: false})?.size ?? 0) > largeFileBytes);
  for (const path of large)
    expect(execFileSync("git", ["check-attr", "filter", path], {encoding: "utf8"})).toMatch(/: lfs$/m);
});

describeNeeds("git-lfs", hasGitLfs)("with Git LFS and a remote", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "lfs-"));
  });
  afterEach(() => rm(folder, {recursive: true, force: true}));

  const git = (repository: string, ...words: string[]) =>
    execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@example.org", ...words], {
      cwd: join(folder, repository),
      env: {...process.env, GIT_CONFIG_GLOBAL: join(folder, "no-config"), GIT_LFS_SKIP_SMUDGE: "1"},
      stdio: "pipe"
    });

  it("keeps a large model there, knows its pointer, and reads it once it is pulled", async () => {
    const files = largeModel();
    git(".", "init", "--quiet", "--bare", "remote.git");
    git(".", "init", "--quiet", "-b", "main", "here");
    git("here", "lfs", "install", "--local");
    await replaceDirectory(join(folder, "here", "staged"), withLargeFileAttributes(files));
    git("here", "add", ".");
    git("here", "commit", "--quiet", "-m", "Stage");
    expect(git("here", "show", "HEAD:staged/model.onnx").toString()).toMatch(/^version https:\/\/git-lfs/);
    expect(git("here", "show", "HEAD:staged/manifest.json").toString()).toMatch(/^\{/);
    git("here", "remote", "add", "origin", `file://${join(folder, "remote.git")}`);
    git("here", "push", "--quiet", "origin", "main");

    git(".", "clone", "--quiet", "-b", "main", `file://${join(folder, "remote.git")}`, "there");
    const pulled = join(folder, "there", "staged");
    await expect(readStaged(pulled)).rejects.toMatchObject({
      code: "staged-lfs-pointer",
      message: expect.stringContaining("git lfs pull"),
      place: {file: "model.onnx"}
    });
    git("there", "lfs", "install", "--local");
    git("there", "lfs", "pull");
    expect((await readFile(join(pulled, "model.onnx"))).equals(files["model.onnx"])).toBe(true);
    await expect(readStaged(pulled)).resolves.toMatchObject({manifest: {model: "lightgbm"}});
  });
});
