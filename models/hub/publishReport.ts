import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {exists, listFiles} from "../../dataset/files.js";
import {UserError} from "../../src/lib/errors.js";
import {commitFiles} from "./commitFiles.js";
import {checkRepositoryName, type HubConnection} from "./connection.js";

export interface PublishReportOptions extends HubConnection {
  /** The built report. */
  directory?: string;
}

/** What the hub reads to serve a folder of files as it is. */
const card = `---
title: Transaction report
sdk: static
app_file: index.html
license: mit
---

The built report; its source is made with \`npm run build\`.
`;

/**
 * Pushes the built report to a static space on the hub.
 * @param space `OWNER/NAME`
 * @returns whether there was anything to do
 * @throws UserError not-built, invalid-repository, token-missing, hub-…
 */
export async function publishReport(
  space: string,
  {directory = "dist", ...connection}: PublishReportOptions = {}
): Promise<boolean> {
  checkRepositoryName(space);
  if (!(await exists(join(directory, "index.html"))))
    throw new UserError("not-built", `There is no built report in ${directory}/; npm run build makes it.`);
  const files: Record<string, Uint8Array> = {"README.md": new TextEncoder().encode(card)};
  for (const path of await listFiles(directory)) files[path] = await readFile(join(directory, path));
  // Pages name the other files by their content, and the first page names the build's date.
  return commitFiles(
    {repository: {type: "space", name: space}, title: "Build of the report", files, witness: "index.html"},
    connection
  );
}
