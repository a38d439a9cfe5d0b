import {formatDuration} from "../../cli/progress.js";
import {isRecord} from "../../src/lib/json.js";

/** How a step of `npm test` ended, in tests; a step without tests of its own counts as one. */
export interface Tally {
  passed: number;
  failed: number;
  /** The names of the tests that were skipped, which say why. */
  skipped: string[];
}

export const onePassed: Tally = {passed: 1, failed: 0, skipped: []};
export const oneFailed: Tally = {passed: 0, failed: 1, skipped: []};

export function sum(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((total, {passed}) => total + passed, 0),
    failed: tallies.reduce((total, {failed}) => total + failed, 0),
    skipped: tallies.flatMap(({skipped}) => skipped)
  };
}

/** `12 passed, 0 failed, 1 skipped`: the closing line, which machines read. */
export function describeTally({passed, failed, skipped}: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped.length} skipped`;
}

/** A tally out of a message of another process; one failure if that is none. */
export function readTally(value: unknown): Tally {
  if (!isRecord(value) || typeof value.passed !== "number" || typeof value.failed !== "number") return oneFailed;
  const skipped = Array.isArray(value.skipped) ? value.skipped.map(String) : [];
  return {passed: value.passed, failed: value.failed, skipped};
}

export interface Step {
  title: string;
  run(): Promise<Tally>;
}

/** A step that cannot be carried out has failed, and the next ones still have their say. */
export async function runStep({title, run}: Step): Promise<Tally> {
  console.log(`\n— ${title}`);
  const start = performance.now();
  const tally = await run().catch((error: unknown) => {
    console.error(error instanceof Error && "code" in error ? error.message : error);
    return oneFailed;
  });
  console.log(`— ${title}: ${describeTally(tally)}, in ${formatDuration(performance.now() - start)}`);
  return tally;
}
