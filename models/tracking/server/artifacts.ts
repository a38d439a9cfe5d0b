import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {writeFileWhole} from "../../../dataset/files.js";
import {UserError} from "../../../src/lib/errors.js";
import {checkArtifactPath, unknownArtifact} from "../faults.js";
import type {ArtifactFile} from "../runStore.js";
import {fields, list, type ServerRun, text} from "./answers.js";
import type {ServerConnection} from "./connection.js";

/** Uploads through the server's proxy, or writes directly where the server hands out a folder of this machine. */
export async function writeServerArtifact(
  connection: ServerConnection,
  {artifactUri}: ServerRun,
  path: string,
  bytes: Uint8Array
): Promise<void> {
  checkArtifactPath(path);
  const proxied = proxyPath(artifactUri);
  if (proxied !== undefined) {
    const content = {bytes, type: contentType(path)};
    const answer = await connection.bytes(`api/2.0/mlflow-artifacts/artifacts/${proxied}/${encodePath(path)}`, {
      method: "PUT",
      content,
      isRepeatable: true
    });
    if (answer === undefined)
      throw new UserError("artifact-store", `The MLflow server at ${connection.address} does not take artifacts.`);
    return;
  }
  if (!/^(file:|\/)/.test(artifactUri)) {
    throw new UserError(
      "artifact-store",
      `Artifacts of ${connection.address} are kept at ${artifactUri}, which this program cannot write to; start the server with --serve-artifacts.`
    );
  }
  await writeFileWhole(join(artifactUri.startsWith("file:") ? fileURLToPath(artifactUri) : artifactUri, path), bytes);
}

export async function readServerArtifact(
  connection: ServerConnection,
  {run, artifactUri}: ServerRun,
  path: string
): Promise<Uint8Array> {
  checkArtifactPath(path);
  const proxied = proxyPath(artifactUri);
  const bytes = await (proxied === undefined
    ? connection.bytes("get-artifact", {query: {run_id: run.runId, path}})
    : connection.bytes(`api/2.0/mlflow-artifacts/artifacts/${proxied}/${encodePath(path)}`));
  if (bytes === undefined) throw unknownArtifact(run.runId, path, connection.address);
  return bytes;
}

export async function listServerArtifacts(
  connection: ServerConnection,
  runId: string,
  folder = ""
): Promise<ArtifactFile[]> {
  const query = {run_id: runId, ...(folder === "" ? {} : {path: folder})};
  const answer = fields(await connection.json("api/2.0/mlflow/artifacts/list", {query}), "files");
  const files: ArtifactFile[] = [];
  for (const entry of list(answer.files, "files")) {
    const path = text(entry, "path", "files");
    const bytes = Number(entry.file_size ?? Number.NaN);
    if (entry.is_dir === true) files.push(...(await listServerArtifacts(connection, runId, path)));
    else files.push({path, ...(Number.isSafeInteger(bytes) && {bytes})});
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** `mlflow-artifacts:/1/abc/artifacts` → `1/abc/artifacts`; a host in the URI is the server itself. */
function proxyPath(artifactUri: string): string | undefined {
  return /^mlflow-artifacts:(?:\/\/[^/]*)?\/(.*)$/.exec(artifactUri)?.[1];
}

const encodePath = (path: string): string => path.split("/").map(encodeURIComponent).join("/");

const contentTypes: Record<string, string> = {csv: "text/csv", json: "application/json", txt: "text/plain"};

function contentType(path: string): string {
  return contentTypes[path.split(".").at(-1) ?? ""] ?? "application/octet-stream";
}
