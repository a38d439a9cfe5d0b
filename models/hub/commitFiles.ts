import {createRepo, downloadFile, HubApiError, type RepoDesignation, uploadFiles} from "@huggingface/hub";
import {askHub, type HubConnection, requireToken} from "./connection.js";

export interface HubCommit {
  repository: {type: "model" | "space"; name: string};
  title: string;
  /** By path within the repository. */
  files: Readonly<Record<string, Uint8Array>>;
  /** The path of the file that differs whenever any other does; if the hub has it as it is, there is nothing to do. */
  witness: string;
}

/**
 * Puts files into a repository on the hub in one commit, and makes the repository where there is none. What else is in
 * the repository stays.
 * @returns whether there was anything to do
 * @throws UserError token-missing, hub-…
 */
export async function commitFiles(
  {repository, title, files, witness}: HubCommit,
  connection: HubConnection
): Promise<boolean> {
  const credentials = requireToken(connection);
  return askHub(repository.name, async () => {
    await ensureRepository(repository, credentials);
    if (await hasFile(repository, witness, files[witness], credentials)) return false;
    await uploadFiles({
      ...credentials,
      repo: repository,
      commitTitle: title,
      files: Object.entries(files).map(([path, content]) => ({path, content: new Blob([new Uint8Array(content)])}))
    });
    return true;
  });
}

async function ensureRepository(
  repo: HubCommit["repository"],
  credentials: HubConnection & {accessToken: string}
): Promise<void> {
  try {
    await createRepo({...credentials, repo, ...(repo.type === "space" && {sdk: "static"})});
  } catch (error) {
    if (!(error instanceof HubApiError && error.statusCode === 409)) throw error;
  }
}

async function hasFile(
  repo: RepoDesignation,
  path: string,
  content: Uint8Array | undefined,
  connection: HubConnection
): Promise<boolean> {
  if (content === undefined) return false;
  const blob = await downloadFile({...connection, repo, path});
  if (blob === null || blob.size !== content.length) return false;
  return Buffer.from(await blob.arrayBuffer()).equals(content);
}
