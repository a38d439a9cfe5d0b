import {spawnSync} from "node:child_process";
import {cp} from "node:fs/promises";
import {join} from "node:path";
import process from "node:process";
import {exists} from "../dataset/files.js";
import {ensureBuilt} from "../lightgbm-wasm/build.js";
import {redisProgram} from "../tests/models/sweeps/queue/redisServer.js";
import {installDebianPackage} from "../tests/steps/programs.js";
import {ensurePython} from "../tests/steps/pythonEnvironment.js";
import {runInCopy} from "../tests/steps/runInCopy.js";
import {describeTally, onePassed, readTally, runStep, sum} from "../tests/steps/step.js";
import {runCommand} from "./command.js";

const screenshots = "tests/browser/screenshots";

await runCommand({
  name: "test",
  summary: "Checks types, format and lint, runs the unit tests, builds the report, and tests it in Chromium.",
  options: {},
  async run({signal}) {
    endWithShell();
    const built = await runStep({title: "LightGBM for WebAssembly", run: () => ensureBuilt().then(() => onePassed)});
    signal.throwIfAborted();
    // Tests use them, and are skipped where they cannot be had.
    if (spawnSync("git", ["lfs", "version"], {stdio: "ignore"}).status !== 0) installDebianPackage("git-lfs");
    if (redisProgram === undefined) installDebianPackage("redis-server");
    const python = await ensurePython({signal});
    const message = await runInCopy(process.cwd(), ["--import", "tsx", "tests/steps/main.ts"], {
      signal,
      env: python === undefined ? {} : {TEST_PYTHON: python},
      async keep({checkout}) {
        const made = join(checkout, screenshots);
        if (await exists(made)) await cp(made, screenshots, {recursive: true});
      }
    });
    const total = sum([built, readTally(message)]);
    if (total.skipped.length > 0) console.log(`\nSkipped:\n${total.skipped.map((name) => `  ${name}`).join("\n")}`);
    console.log(`\n${describeTally(total)}`);
    if (total.failed > 0) process.exit(1);
  }
});

/** npm hands a SIGTERM on to its shell, and the shell ends without handing it on: then this is to end, too. */
function endWithShell(): void {
  const {ppid: shell} = process;
  if (process.env.npm_lifecycle_event !== "test") return;
  const timer = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, 500).unref();
}
