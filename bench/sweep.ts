import {execFileSync} from "node:child_process";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import process from "node:process";
import {writeDemo} from "../data-loaders/demo/writeDemo.js";
import {readTrials} from "../models/sweeps/sweepRuns.js";
import {MlrunsStore} from "../models/tracking/mlruns/mlrunsStore.js";

/**
 * A sweep of five folds on 20,000 rows of 200 variables, beside `train` commands with the settings of some of its trials,
 * spread evenly over it; what all its trials would take as commands is their mean time by the number of trials.
 * `bench/sweep.ts MODEL TRIALS COMMANDS` measures others.
 */
const [model = "lightgbm", trialCount = 40, commandCount = 8] = process.argv.slice(2);
const trials = Number(trialCount);
const commands = Number(commandCount);

const project = await mkdtemp(join(tmpdir(), "bench-sweep-"));
try {
  await writeDemo(join(project, "data", "raw"), {rows: 20_000});
  // Reads the data once, and makes the folds, for both.
  run("kfolds");
  const seconds = run("sweep", model, "--trials", String(trials));
  const {runs} = await new MlrunsStore(join(project, "mlruns")).searchRuns({kind: "cross-validation"});
  const done = readTrials(runs);
  const pruned = done.filter(({prunedAt}) => prunedAt !== undefined).length;
  print(`${model}: sweep of ${trials} trials, ${pruned} of them pruned: ${seconds.toFixed(0)} s`);
  const times = Array.from({length: commands}, (_, i) => {
    const {settings = {}} = done[Math.floor((i * trials) / commands)] ?? {};
    return run("train", model, ...Object.entries(settings).flatMap(([name, value]) => ["--set", `${name}=${value}`]));
  });
  const all = (times.reduce((sum, time) => sum + time, 0) / commands) * trials;
  print(
    `${commands} train commands: ${times.map((time) => time.toFixed(1)).join(", ")} s; ${trials}: ${all.toFixed(0)} s`
  );
  print(`the sweep takes ${(seconds / all).toFixed(2)} of the commands' time`);
} finally {
  await rm(project, {recursive: true, force: true});
}

/** Seconds that a command takes, from its start to its end. */
function run(command: string, ...words: string[]): number {
  const start = performance.now();
  const program = join(process.cwd(), "cli", `${command}.ts`);
  execFileSync(process.execPath, ["--import", import.meta.resolve("tsx"), program, ...words], {
    cwd: project,
    env: {...process.env, MLFLOW_TRACKING_URI: undefined},
    stdio: ["ignore", "ignore", "inherit"]
  });
  return (performance.now() - start) / 1000;
}

function print(line: string): void {
  process.stdout.write(`  ${line}\n`);
}
