import {execFileSync} from "node:child_process";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import process from "node:process";
import {fileURLToPath} from "node:url";
import {isRecord, numberField, parseJson} from "../src/lib/json.js";
import {python, runPython, withoutPython} from "../tests/python.js";
import {folds, steps, writeStore} from "./runs/writeStore.js";

/**
 * What a build reads of an mlruns directory: cross-validations of five folds with curves of 300 steps, each with
 * predictions of 200 rows. Beside it Python's search_runs on the same directory and the download of the same artifacts,
 * which leaves out the curves.
 */
const sizes = process.argv.slice(2).map(Number);
const reader = fileURLToPath(new URL("./runs/readStore.ts", import.meta.url));

const program = `
import sys, tempfile, time
from mlflow import MlflowClient
client = MlflowClient(tracking_uri=sys.argv[1])
start = time.perf_counter()
experiment = client.get_experiment_by_name("santander-transactions")
runs, token = [], None
while True:
    page = client.search_runs([experiment.experiment_id], max_results=50000, page_token=token)
    runs.extend(page); token = page.token
    if not token: break
found = time.perf_counter() - start
with tempfile.TemporaryDirectory() as folder:
    for run in runs:
        if "mlflow.parentRunId" in run.data.tags: continue
        for path in ["importance.json", "out-of-fold.csv"]:
            client.download_artifacts(run.info.run_id, path, folder)
print(found, time.perf_counter() - start)`;

process.stdout.write(`Cross-validations of ${folds} folds with curves of ${steps} steps:\n`);
for (const size of sizes.length > 0 ? sizes : [40, 1000]) {
  const directory = await mkdtemp(join(tmpdir(), "bench-runs-"));
  try {
    writeStore(directory, size);
    const answer = execFileSync(process.execPath, ["--import", "tsx", reader, directory], {encoding: "utf8"});
    const measured = parseJson(answer);
    if (!isRecord(measured)) throw new Error(`The reader says ${answer}`);
    const value = (name: string) => numberField(measured, name) ?? Number.NaN;
    if (value("runs") !== size) throw new Error(`${value("runs")} of ${size} were read.`);
    process.stdout.write(
      `  ${size}: ${value("seconds").toFixed(1)} s (${value("cpu").toFixed(1)} s of CPU), ${Math.round(value("megabytes"))} MB of memory, ${Math.round(value("kilobytes"))} kB for the table (gzip); ${inPython(directory)}\n`
    );
  } finally {
    await rm(directory, {recursive: true});
  }
}

function inPython(directory: string): string {
  if (python === undefined) return withoutPython;
  const [seconds, withArtifacts] = runPython(program, [directory]).trim().split(" ").map(Number);
  return `Python: search_runs ${seconds?.toFixed(1)} s, with the artifacts ${withArtifacts?.toFixed(1)} s`;
}
