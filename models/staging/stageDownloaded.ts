import {checkReplaceable, replaceDirectory} from "../../dataset/replaceDirectory.js";
import {UserError} from "../../src/lib/errors.js";
import type {Manifest} from "../../src/lib/staged/manifest.js";
import {parseManifest} from "../../src/lib/staged/parseManifest.js";
import {manifestFile, openStagedModel} from "../../src/lib/staged/stagedModel.js";
import {withLargeFileAttributes} from "./largeFiles.js";

/**
 * Stages a model that comes from elsewhere, once every file has the digest that its manifest gives.
 * @param download a file by its name, and its size where the manifest gives one
 * @throws UserError staged-…, manifest-…, and what the download throws
 */
export async function stageDownloaded(
  download: (name: string, bytes?: number) => Promise<Uint8Array>,
  directory: string
): Promise<Manifest> {
  const manifestContent = await download(manifestFile);
  const named = parseManifest(new TextDecoder().decode(manifestContent));
  const files: Record<string, Uint8Array> = {[manifestFile]: manifestContent};
  for (const [name, {bytes}] of Object.entries(named.files)) {
    // The names come from another machine and become paths on this one.
    if (!/^\w[\w.-]*$/.test(name))
      throw new UserError("manifest-bad-field", "The manifest names a file that is not a plain file name.", {
        value: name
      });
    files[name] = await download(name, bytes);
  }
  const {manifest} = openStagedModel(files);
  await checkReplaceable(directory, manifestFile);
  await replaceDirectory(directory, withLargeFileAttributes(files));
  return manifest;
}
