import {downloadFile} from "@huggingface/hub";
import {checkReplaceable, replaceDirectory} from "../../dataset/replaceDirectory.js";
import {UserError} from "../../src/lib/errors.js";
import type {Manifest} from "../../src/lib/staged/manifest.js";
import {parseManifest} from "../../src/lib/staged/parseManifest.js";
import {manifestFile, openStagedModel} from "../../src/lib/staged/stagedModel.js";
import {withLargeFileAttributes} from "../staging/largeFiles.js";
import {stagedDirectory} from "../staging/readStaged.js";
import {askHub, checkRepositoryName, type HubConnection} from "./connection.js";

export interface PullOptions extends HubConnection {
  /** Where the model goes; what is there is replaced, in whole or not at all. */
  directory?: string;
  /** A branch, tag or commit. */
  revision?: string;
}

/**
 * Brings a published model back and stages it, once every file has the digest that its manifest gives.
 * @param repository `OWNER/NAME`
 * @throws UserError invalid-repository, hub-…, staged-…, manifest-…
 */
export async function pullModel(
  repository: string,
  {directory = stagedDirectory, ...source}: PullOptions = {}
): Promise<Manifest> {
  checkRepositoryName(repository);
  const manifestContent = await download(repository, manifestFile, source);
  const named = parseManifest(new TextDecoder().decode(manifestContent));
  const files: Record<string, Uint8Array> = {[manifestFile]: manifestContent};
  for (const [name, {bytes}] of Object.entries(named.files)) {
    // The names come from another machine and become paths on this one.
    if (!/^\w[\w.-]*$/.test(name))
      throw new UserError("manifest-bad-field", "The manifest names a file that is not a plain file name.", {
        value: name
      });
    files[name] = await download(repository, name, source, bytes);
  }
  const {manifest} = openStagedModel(files);
  await checkReplaceable(directory, manifestFile);
  await replaceDirectory(directory, withLargeFileAttributes(files));
  return manifest;
}

async function download(
  repository: string,
  path: string,
  source: Omit<PullOptions, "directory">,
  bytes?: number
): Promise<Uint8Array> {
  const content = await askHub(repository, async () => {
    const blob = await downloadFile({...source, repo: {type: "model", name: repository}, path});
    if (blob === null) return undefined;
    // Refused before it is fetched; its digest would not match either.
    if (bytes !== undefined && blob.size !== bytes)
      throw new UserError("staged-digest-mismatch", `\`${path}\` on the hub has another size than its manifest says.`, {
        file: path
      });
    return new Uint8Array(await blob.arrayBuffer());
  });
  if (content !== undefined) return content;
  throw new UserError("staged-missing-file", `${repository} has no \`${path}\`; it is not a model of this project.`, {
    file: path
  });
}
