import {dataDigestOf, isSameTraining} from "../comparableRuns.js";
import {finishedCrossValidations, runKinds, runTags, sweepTags} from "../crossValidationRuns.js";
import {mlflowTags, type Run, type RunList, type RunReader} from "../runStore.js";

/**
 * One's own runs together with the recorded ones on the same data; a recorded run that was made again is left to the
 * new one, and so is a sweep, with its trials, of which there is one's own of that name.
 */
export async function joinRecordedRuns(own: RunReader, recorded: RunReader): Promise<RunReader> {
  const {runs: ownRuns} = await finishedCrossValidations(own);
  const {runs: ownSweeps} = await own.searchRuns({[runTags.kind]: runKinds.sweep});
  const {runs: all} = await recorded.searchRuns();
  const kept = recordedBeside([...ownRuns, ...ownSweeps], all);
  return kept.length === 0 ? own : new JoinedRuns(own, recorded, new Set(kept.map(({runId}) => runId)));
}

/**
 * Of all recorded runs, those to stand beside one's own: cross-validations and sweeps on the data of one's own runs that
 * were not made again, with all that is nested in them.
 * @param own finished runs, and sweeps
 */
export function recordedBeside(own: readonly Run[], recorded: readonly Run[]): Run[] {
  const isSweep = ({tags}: Run) => tags[runTags.kind] === runKinds.sweep;
  const digests = new Set(own.filter((run) => !isSweep(run)).map(dataDigestOf));
  const isRepeated = (run: Run) =>
    own.some((other) =>
      isSweep(run)
        ? isSweep(other) && other.tags[sweepTags.name] === run.tags[sweepTags.name]
        : other.name === run.name && isSameTraining(other, run)
    );
  const byId = new Map(recorded.map((run) => [run.runId, run]));
  const topOf = (run: Run): Run => {
    const parent = byId.get(run.tags[mlflowTags.parentRunId] ?? "");
    return parent === undefined ? run : topOf(parent);
  };
  const tops = recorded.filter((run) => run === topOf(run) && digests.has(dataDigestOf(run)) && !isRepeated(run));
  const kept = new Set(tops);
  return recorded.filter((run) => kept.has(topOf(run)));
}

class JoinedRuns implements RunReader {
  readonly location: string;
  readonly experiment: string;
  readonly #own: RunReader;
  readonly #recorded: RunReader;
  readonly #recordedIds: ReadonlySet<string>;

  constructor(own: RunReader, recorded: RunReader, recordedIds: ReadonlySet<string>) {
    this.location = joinedLocation(own);
    this.experiment = own.experiment;
    this.#own = own;
    this.#recorded = recorded;
    this.#recordedIds = recordedIds;
  }

  describeExperiment() {
    return this.#own.describeExperiment();
  }

  async searchRuns(tags?: Record<string, string>): Promise<RunList> {
    const [own, recorded] = [await this.#own.searchRuns(tags), await this.#recorded.searchRuns(tags)];
    const runs = [...own.runs, ...recorded.runs.filter(({runId}) => this.#recordedIds.has(runId))];
    runs.sort((a, b) => b.startTime - a.startTime);
    return {runs, damaged: [...own.damaged, ...recorded.damaged]};
  }

  getRun(runId: string) {
    return this.#of(runId).getRun(runId);
  }

  metricHistory(runId: string, key: string) {
    return this.#of(runId).metricHistory(runId, key);
  }

  listArtifacts(runId: string) {
    return this.#of(runId).listArtifacts(runId);
  }

  readArtifact(runId: string, path: string) {
    return this.#of(runId).readArtifact(runId, path);
  }

  #of(runId: string): RunReader {
    return this.#recordedIds.has(runId) ? this.#recorded : this.#own;
  }
}

export const joinedLocation = ({location}: Pick<RunReader, "location">): string => `${location} and the recorded runs`;
