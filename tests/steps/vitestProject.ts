import {mkdtemp, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join, relative} from "node:path";
import {isRecord, numberField, parseJson, recordsField, textField} from "../../src/lib/json.js";
import {runProgram} from "./programs.js";
import type {Tally} from "./step.js";

/** Runs one of the projects in `vitest.config.ts` and counts its tests; a run that breaks counts as a failure. */
export async function runVitestProject(project: string): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), "vitest-"));
  try {
    const report = join(folder, "report.json");
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const code = await runProgram("vitest", "vitest.mjs", ["run", "--project", project, ...reporters]);
    const tally = readReport(parseJson(await readFile(report, "utf8")));
    // A file that does not load, or an error outside of any test, fails no test of its own.
    return code !== 0 && tally.failed === 0 ? {...tally, failed: 1} : tally;
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
}

/** Vitest's JSON report has the form of Jest's. */
function readReport(report: unknown): Tally {
  if (!isRecord(report)) return {passed: 0, failed: 1, skipped: []};
  const skipped = recordsField(report, "testResults").flatMap((file) =>
    recordsField(file, "assertionResults")
      .filter(({status}) => status !== "passed" && status !== "failed")
      .map((test) => `${relative(".", textField(file, "name") ?? "")}: ${textField(test, "fullName")?.trim()}`)
  );
  return {
    passed: numberField(report, "numPassedTests") ?? 0,
    failed: numberField(report, "numFailedTests") ?? 0,
    skipped
  };
}
