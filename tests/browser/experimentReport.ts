import {cp, mkdtemp, readdir, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Experiment} from "../../src/lib/experiment/experiment.js";
import {formatExperiment} from "../../src/lib/experiment/formatExperiment.js";
import {Report} from "./report.js";

/** The built report with another experiment in the place of its own; without the details of its runs. */
export async function openExperiment(experiment: Experiment): Promise<{report: Report} & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), "experiment-"));
  const root = join(folder, "dist");
  await cp("dist", root, {recursive: true, dereference: true});
  const data = join(root, "_file", "data");
  const [name] = (await readdir(data)).filter((file) => file.startsWith("experiment."));
  await writeFile(join(data, name), formatExperiment(experiment));
  const report = await Report.open({root});
  return {
    report,
    async [Symbol.asyncDispose]() {
      await report[Symbol.asyncDispose]();
      await rm(folder, {recursive: true, force: true});
    }
  };
}
