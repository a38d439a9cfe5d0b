import {formatDuration} from "../../cli/progress.js";
import {describeTally, oneFailed, type Tally} from "./tally.js";

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
