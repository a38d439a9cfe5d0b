import {ensureData} from "../../data-loaders/provide/ensureData.js";
import {buildReport} from "../../site/build.js";
import {ensureChromium} from "../browser/chromium.js";
import {withPlantedSecrets} from "./plantedSecrets.js";
import {noNetworkPrefix, runProgram} from "./programs.js";
import {endWithParent} from "./runInCopy.js";
import {oneFailed, onePassed, runStep, type Step, sum, type Tally} from "./step.js";
import {runVitestProject} from "./vitestProject.js";

// Run by cli/test.ts in a copy of the checkout, which is the working directory: all but what is installed beforehand.

const byExitCode = async (code: Promise<number>) => ((await code) === 0 ? onePassed : oneFailed);

/** In the order of what they need: the browser tests read what the build writes. */
const steps: Step[] = [
  {title: "Types", run: () => byExitCode(runProgram("typescript", "bin/tsc", []))},
  // Stricter where every list may come from a file or a socket.
  {
    title: "Types of Node's rooms",
    run: () => byExitCode(runProgram("typescript", "bin/tsc", ["-b", "tsconfig.rooms.json"]))
  },
  {title: "Format and lint", run: () => byExitCode(runProgram("@biomejs/biome", "bin/biome", ["check", "."]))},
  {title: "Units", run: () => runVitestProject("unit")},
  {title: "Report, built and checked", run: runBuild},
  {title: "Browser", run: runBrowserTests}
];

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

const finish = endWithParent();
const tallies: Tally[] = [];
for (const step of steps) tallies.push(await runStep(step));
finish(sum(tallies));
