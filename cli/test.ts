import {spawnSync} from "node:child_process";
import {ensureData} from "../data-loaders/provide/ensureData.js";
import {ensureBuilt} from "../lightgbm-wasm/build.js";
import {buildReport} from "../site/buildReport.js";
import {ensureChromium} from "../tests/browser/chromium.js";
import {installDebianPackage} from "../tests/steps/debianPackage.js";
import {noNetworkPrefix} from "../tests/steps/noNetwork.js";
import {withPlantedSecrets} from "../tests/steps/plantedSecrets.js";
import {runProgram} from "../tests/steps/program.js";
import {describeTally, oneFailed, onePassed, sum, type Tally} from "../tests/steps/tally.js";
import {runVitestProject} from "../tests/steps/vitestProject.js";
import {runCommand} from "./command.js";
import {formatDuration} from "./progress.js";

interface Step {
  title: string;
  run(): Promise<Tally>;
}

const byExitCode = async (code: Promise<number>) => ((await code) === 0 ? onePassed : oneFailed);

/** In the order of what they need: the browser tests read what the build writes. */
const steps: Step[] = [
  {title: "Types", run: () => byExitCode(runProgram("typescript", "bin/tsc", []))},
  {title: "Format and lint", run: () => byExitCode(runProgram("@biomejs/biome", "bin/biome", ["check", "."]))},
  {title: "LightGBM for WebAssembly", run: () => ensureBuilt().then(() => onePassed)},
  {title: "Units", run: runUnitTests},
  {title: "Report, built and checked", run: runBuild},
  {title: "Browser", run: runBrowserTests}
];

function runUnitTests(): Promise<Tally> {
  // The tests of large models use it, and are skipped where it cannot be had.
  if (spawnSync("git", ["lfs", "version"], {stdio: "ignore"}).status !== 0) installDebianPackage("git-lfs");
  return runVitestProject("unit");
}

async function runBuild(): Promise<Tally> {
  const prefix = noNetworkPrefix();
  console.error(
    prefix === undefined ? "This system cannot take the network away from the build." : "Without a network."
  );
  // Before there are credentials in the environment that nobody would accept.
  await ensureData();
  await withPlantedSecrets(() => buildReport({prefix, quiet: true}));
  return onePassed;
}

function runBrowserTests(): Promise<Tally> {
  ensureChromium();
  return runVitestProject("browser");
}

/** A step that cannot be carried out has failed, and the next ones still have their say. */
async function runStep({title, run}: Step): Promise<Tally> {
  console.log(`\n— ${title}`);
  const start = performance.now();
  const tally = await run().catch((error: unknown) => {
    console.error(error instanceof Error && "code" in error ? error.message : error);
    return oneFailed;
  });
  console.log(`— ${title}: ${describeTally(tally)}, in ${formatDuration(performance.now() - start)}`);
  return tally;
}

await runCommand({
  name: "test",
  summary: "Checks types, format and lint, runs the unit tests, builds the report, and tests it in Chromium.",
  options: {},
  async run() {
    const tallies: Tally[] = [];
    for (const step of steps) tallies.push(await runStep(step));
    const total = sum(tallies);
    console.log(`\n${describeTally(total)}`);
    if (total.failed > 0) process.exit(1);
  }
});
