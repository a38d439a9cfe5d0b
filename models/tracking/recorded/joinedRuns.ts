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
  const digests = new Set(ownRuns.map(dataDigestOf));
  const isRepeated = (run: Run) =>
    run.tags[runTags.kind] === runKinds.sweep
      ? ownSweeps.some(({tags}) => tags[sweepTags.name] === run.tags[sweepTags.name])
      : ownRuns.some((other) => other.name === run.name && isSameTraining(other, run));
  const byId = new Map(all.map((run) => [run.runId, run]));
  const topOf = (run: Run): Run => {
    const parent = byId.get(run.tags[mlflowTags.parentRunId] ?? "");
    return parent === undefined ? run : topOf(parent);
  };
  const kept = new Set(all.filter((run) => run === topOf(run) && digests.has(dataDigestOf(run)) && !isRepeated(run)));
  if (kept.size === 0) return own;
  return new JoinedRuns(own, recorded, new Set(all.filter((run) => kept.has(topOf(run))).map(({runId}) => runId)));
}

class JoinedRuns implements RunReader {
  readonly location: string;
  readonly experiment: string;
  readonly #own: RunReader;
  readonly #recorded: RunReader;
  readonly #recordedIds: ReadonlySet<string>;

  constructor(own: RunReader, recorded: RunReader, recordedIds: ReadonlySet<string>) {
    this.location = `${own.location} and the recorded runs`;
    this.experiment = own.experiment;
    this.#own = own;
    this.#recorded = recorded;
    this.#recordedIds = recordedIds;
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
