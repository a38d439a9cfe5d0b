import {mkdtemp, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {runProgram} from "./program.js";
import type {Tally} from "./tally.js";

/** Runs one of the projects in `vitest.config.ts` and counts its tests; a run that breaks counts as a failure. */
export async function runVitestProject(project: string): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), "vitest-"));
  try {
    const report = join(folder, "report.json");
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const code = await runProgram("vitest", "vitest.mjs", ["run", "--project", project, ...reporters]);
    const tally = readReport(await readFile(report, "utf8"));
    // A file that does not load, or an error outside of any test, fails no test of its own.
    return code !== 0 && tally.failed === 0 ? {...tally, failed: 1} : tally;
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
}

function readReport(text: string): Tally {
  const report: Record<string, unknown> = JSON.parse(text);
  const count = (key: string) => Number(report[key] ?? 0);
  return {
    passed: count("numPassedTests"),
    failed: count("numFailedTests"),
    skipped: count("numPendingTests") + count("numTodoTests")
  };
}
