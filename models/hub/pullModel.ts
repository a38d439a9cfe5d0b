import {downloadFile} from "@huggingface/hub";
import {UserError} from "../../src/lib/errors.js";
import type {Manifest} from "../../src/lib/staged/manifest.js";
import {stagedDirectory} from "../staging/readStaged.js";
import {stageDownloaded} from "../staging/stageDownloaded.js";
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
  return stageDownloaded((name, bytes) => download(repository, name, source, bytes), directory);
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
