import {cp, mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {exists, readIfPresent} from "../../dataset/files.js";
import {rebuildDirectory} from "../../dataset/replaceDirectory.js";
import {UserError} from "../../src/lib/errors.js";
import {detailName, rowsName, scoresName} from "../../src/lib/experiment/detailNames.js";
import {formatExperiment} from "../../src/lib/experiment/formatExperiment.js";
import {type LoadOptions, loadExperiment} from "./loadExperiment.js";

/** Framework's cache of what data loaders write. */
const cache = "src/.observablehq/cache/data";

/**
 * Reads the experiments and writes each run's details to `runs/` in the folder, one after the other.
 * @returns what `experiment.json` is to hold
 */
export async function writeExperiment({
  folder = cache,
  ...options
}: LoadOptions & {folder?: string} = {}): Promise<string> {
  let text = "";
  await rebuildDirectory(join(folder, "runs"), async (runs) => {
    const write = (name: string, content: string | Uint8Array) => writeFile(join(runs, name), content);
    const written = new Set<string>();
    const experiment = await loadExperiment({
      ...options,
      async onDetail({runId, detail, scores}) {
        await write(detailName(runId), detail);
        if (scores === undefined) return;
        await write(scoresName(runId), scores.probabilities);
        const rows = rowsName(scores.foldsKey);
        if (written.has(rows)) return;
        written.add(rows);
        await write(rows, scores.rows);
      }
    });
    text = formatExperiment(experiment);
  });
  return text;
}

/**
 * A file of a run's details, which is written with the experiment: for a preview that has lost it.
 * @param words of a parameterized data loader: `--id=NAME`
 * @throws UserError unknown-run
 */
export async function provideDetail(words: readonly string[], ending: string): Promise<Uint8Array> {
  const id = words.find((word) => word.startsWith("--id="))?.slice("--id=".length) ?? "";
  const file = join(cache, "runs", `${id}${ending}`);
  if (!(await exists(file))) await restoreDetails();
  const content = /^[\w-]+$/.test(id) ? await readIfPresent(file) : undefined;
  if (content === undefined)
    throw new UserError("unknown-run", `There is no file ${id}${ending} of a run.`, {value: id});
  return content;
}

/** Beside what is in the folder, where Framework has a file open for what it asks for. */
async function restoreDetails(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "details-"));
  try {
    await writeExperiment({folder});
    await cp(join(folder, "runs"), join(cache, "runs"), {recursive: true});
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
}
