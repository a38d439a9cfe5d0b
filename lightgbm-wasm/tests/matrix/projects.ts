import {mkdir, writeFile} from "node:fs/promises";
import {dirname, join} from "node:path";
import {bundlers} from "./bundlers.js";
import {declarations} from "./declarations.js";
import {pages} from "./pages.js";
import type {Project} from "./project.js";
import {runtimes} from "./runtimes.js";

export const projects: readonly Project[] = [...runtimes, ...bundlers, ...pages, ...declarations];

/** Writes a project's own files. */
export async function writeProject({files}: Project, folder: string): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), {recursive: true});
    await writeFile(join(folder, name), text);
  }
}
