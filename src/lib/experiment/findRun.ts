import {nearestName} from "../nearestName.js";
import {type Experiment, metricColumnOf, type RunRow, rankByMetric} from "./experiment.js";

type Named = Pick<RunRow, "runId" | "name">;

/** Fewer characters of an id than this find no run. */
const shortestPrefix = 6;

/** The run of an address: by its id, its name, or the beginning of its id, where only one has it. */
export function findRun<R extends Named>(runs: readonly R[], wanted: string): R | undefined {
  const exact = runs.find(({runId}) => runId === wanted) ?? runs.find(({name}) => name === wanted);
  if (exact !== undefined || wanted.length < shortestPrefix) return exact;
  const begun = runs.filter(({runId}) => runId.startsWith(wanted.toLowerCase()));
  return begun.length === 1 ? begun[0] : undefined;
}

/** The run that was probably meant by an address that leads to none. */
export function nearestRun<R extends Named>(runs: readonly R[], wanted: string): R | undefined {
  const near =
    nearestName(
      wanted,
      runs.map(({name}) => name)
    ) ??
    nearestName(
      wanted,
      runs.map(({runId}) => runId)
    );
  return near === undefined ? undefined : findRun(runs, near);
}

/** The runs that one is ranked with: those on the same data that have the primary metric, best first. */
export function rankedWith({data}: Pick<RunRow, "data">, {runs, metrics, primaryMetric}: Experiment): RunRow[] {
  const metric = metricColumnOf({metrics}, primaryMetric);
  const comparable = runs.filter((run) => run.data === data);
  return metric === undefined ? comparable : rankByMetric(comparable, metric);
}
