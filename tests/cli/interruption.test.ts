import {type ChildProcess, spawn, spawnSync} from "node:child_process";
import {once} from "node:events";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import process from "node:process";
import {setTimeout as wait} from "node:timers/promises";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {writeDemo} from "../../data-loaders/demo/writeDemo.js";
import {MlrunsStore} from "../../models/tracking/mlruns/mlrunsStore.js";
import {openRunReader} from "../../models/tracking/openRunReader.js";
import {itNeeds} from "../needs.js";

// Signals to a real process of npm run train, whose training would take minutes.

let project: string;
let count = 0;

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "interruption-"));
  await writeDemo(join(project, "data", "raw"), {rows: 1000});
});

afterAll(() => rm(project, {recursive: true, force: true}));

const settings = ["num_iterations=50000", "min_data_in_leaf=20", "num_leaves=4"];
const words = () => ["lightgbm", ...settings.flatMap((setting) => ["--set", setting]), "--data", join(project, "data")];

/** Runs a program in a group of its own, with an mlruns directory of its own. */
function start(program: string, args: readonly string[]): {child: ChildProcess; directory: string} {
  count += 1;
  const directory = join(project, `mlruns-${count}`);
  const env = {...process.env, MLFLOW_TRACKING_URI: directory};
  return {child: spawn(program, args, {env, detached: true, stdio: ["pipe", "ignore", "ignore"]}), directory};
}

/** Waits until all five folds have logged points of their curves. */
async function training(directory: string): Promise<void> {
  const store = new MlrunsStore(directory);
  for (;;) {
    const {runs} = await store.searchRuns();
    if (runs.filter(({metrics}) => metrics.validation_auc !== undefined).length === 5) return;
    await wait(100);
  }
}

async function statuses(directory: string): Promise<string[]> {
  return (await new MlrunsStore(directory).searchRuns()).runs.map(({status}) => status);
}

const allKilled = Array.from({length: 6}, () => "KILLED");

describe.skipIf(process.platform === "win32")("a training that is interrupted", () => {
  test.each(["SIGINT", "SIGTERM"] as const)("ends within a second of %s, and its runs are KILLED", async (signal) => {
    const program = ["--import", import.meta.resolve("tsx"), "cli/train.ts", ...words()];
    const {child, directory} = start(process.execPath, program);
    await training(directory);
    const sent = performance.now();
    child.kill(signal);
    const [code] = await once(child, "exit");
    expect(performance.now() - sent).toBeLessThan(1_000);
    expect(code).toBe(signal === "SIGINT" ? 130 : 143);
    expect(await statuses(directory)).toEqual(allKilled);
  });

  itNeeds("script of util-linux", spawnSync("script", ["--version"]).status === 0)(
    "by Ctrl-C in a terminal ends within a second",
    async () => {
      const line = ["npm", "run", "train", "--", ...words()].join(" ");
      const {child, directory} = start("script", ["--quiet", "--return", "--command", line, "/dev/null"]);
      await training(directory);
      const sent = performance.now();
      child.stdin?.write("\x03");
      await once(child, "exit");
      expect(performance.now() - sent).toBeLessThan(1_000);
      expect(await statuses(directory)).toEqual(allKilled);
    }
  );

  test("by a SIGTERM to npm ends, too", async () => {
    const {child, directory} = start("npm", ["run", "train", "--", ...words()]);
    await training(directory);
    child.kill("SIGTERM");
    while ((await statuses(directory)).includes("RUNNING")) await wait(50);
    expect(await statuses(directory)).toEqual(allKilled);
  });

  test("by a SIGKILL is KILLED when the next command opens the store", async () => {
    const program = ["--import", import.meta.resolve("tsx"), "cli/train.ts", ...words()];
    const {child, directory} = start(process.execPath, program);
    await training(directory);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(await statuses(directory)).toEqual(Array.from({length: 6}, () => "RUNNING"));
    await openRunReader({env: {MLFLOW_TRACKING_URI: directory}});
    expect(await statuses(directory)).toEqual(allKilled);
    const [run] = (await new MlrunsStore(directory).searchRuns()).runs;
    expect(run?.endTime).toBeGreaterThanOrEqual(run?.startTime ?? Infinity);
  });
});
