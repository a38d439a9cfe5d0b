import {cp, readFile} from "node:fs/promises";
import {join} from "node:path";
import {exists, listFiles} from "../../dataset/files.js";
import {detailName, rowsName, scoresName} from "../../src/lib/experiment/detailNames.js";
import {parseExperiment} from "../../src/lib/experiment/parseExperiment.js";

/** Where the runs' details are, below Framework's cache of loaders' outputs and below the files of a built site. */
export const detailsFolder = "data/runs";

/** Puts them into a built site under the same address that a preview has for them. */
export async function copyRunDetails(project: string, output: string): Promise<void> {
  const from = join(project, "src", ".observablehq", "cache", detailsFolder);
  if (await exists(from)) await cp(from, join(project, output, "_file", detailsFolder), {recursive: true});
}

/** Runs of the built site whose details a page would ask for in vain. */
export async function findMissingDetails(root: string): Promise<{file: string; message: string}[]> {
  const folder = join(root, "_file", "data");
  const files = new Set(await listFiles(folder));
  const [file] = [...files].filter((name) => /^experiment\.\w+\.json$/.test(name));
  if (file === undefined) return [];
  const {runs} = parseExperiment(await readFile(join(folder, file), "utf8"));
  const wanted = runs.flatMap(({runId, foldsKey, has}) => [
    detailName(runId),
    ...(foldsKey === undefined || !has.outOfFold ? [] : [scoresName(runId), rowsName(foldsKey)])
  ]);
  const missing = new Set(wanted.filter((name) => !files.has(`runs/${name}`)));
  return Array.from(missing, (name) => ({
    file: `_file/data/${file}`,
    message: `missing detail of a run: ${detailsFolder}/${name}`
  }));
}
