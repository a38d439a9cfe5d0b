import {readFile} from "node:fs/promises";
import {join} from "node:path";
import type {Manifest} from "../../src/lib/staged/manifest.js";
import {manifestFile, openStagedModel} from "../../src/lib/staged/stagedModel.js";
import {readStaged, stagedDirectory} from "../staging/readStaged.js";
import {commitFiles} from "./commitFiles.js";
import {checkRepositoryName, type HubConnection} from "./connection.js";
import {modelCard} from "./modelCard.js";

export interface PublishOptions extends HubConnection {
  directory?: string;
}

export interface Publication {
  manifest: Manifest;
  /** False where the hub had this very model already. */
  changed: boolean;
}

/**
 * Pushes the staged model, checked against its digests, with a model card to a repository on the hub.
 * @param repository `OWNER/NAME`
 * @throws UserError invalid-repository, token-missing, staged-…, manifest-…, hub-…
 */
export async function publishModel(
  repository: string,
  {directory = stagedDirectory, ...connection}: PublishOptions = {}
): Promise<Publication> {
  checkRepositoryName(repository);
  const {manifest} = await readStaged(directory);
  const files: Record<string, Uint8Array> = {};
  for (const name of [manifestFile, ...Object.keys(manifest.files)])
    files[name] = await readFile(join(directory, name));
  openStagedModel(files);
  const changed = await commitFiles(
    {
      repository: {type: "model", name: repository},
      title: `${manifest.title}, run ${manifest.runName}`,
      files: {...files, "README.md": new TextEncoder().encode(modelCard(manifest, repository))},
      witness: manifestFile
    },
    connection
  );
  return {manifest, changed};
}
