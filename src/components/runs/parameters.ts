import type {CrossValidation} from "../../lib/experiment/crossValidation.js";

type WithParams = Pick<CrossValidation, "params">;

/** Names of all parameters of the runs, in alphabetical order. */
export function allParameters(runs: readonly WithParams[]): string[] {
  return [...new Set(runs.flatMap((run) => Object.keys(run.params)))].sort();
}

/** Names of the parameters that tell the runs apart; one that only some runs have counts as different. */
export function differingParameters(runs: readonly WithParams[]): string[] {
  return allParameters(runs).filter((name) => new Set(runs.map((run) => run.params[name])).size > 1);
}
