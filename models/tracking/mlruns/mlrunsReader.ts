import {ConcurrencyLimit} from "../../../src/lib/concurrency.js";
import {UserError} from "../../../src/lib/errors.js";
import {checkArtifactPath, checkKey, unknownArtifact, unknownRun} from "../faults.js";
import {compareMetrics} from "../metricValues.js";
import {
  type ArtifactFile,
  defaultExperiment,
  type ExperimentDescription,
  type Metric,
  type Run,
  type RunList,
  type RunReader
} from "../runStore.js";
import {findExperiment} from "./experimentFiles.js";
import {readMetricFile} from "./metricFile.js";
import {isRunId, readRunFiles, readTexts} from "./runFiles.js";
import {listAll, type StoreFiles} from "./storeFiles.js";

/** More at once would only wait for the disk. */
const runsAtOnce = 8;

/** Reads runs in the layout of MLflow's FileStore, whether Python wrote them or this program. */
export class MlrunsReader implements RunReader {
  readonly location: string;
  readonly experiment: string;
  protected readonly files: StoreFiles;
  #experimentId: string | undefined;

  constructor(location: string, files: StoreFiles, experiment = defaultExperiment) {
    this.location = location;
    this.files = files;
    this.experiment = experiment;
  }

  async describeExperiment(): Promise<ExperimentDescription | undefined> {
    const experimentId = await this.findExperimentId();
    return experimentId === undefined ? undefined : {tags: await readTexts(this.files, `${experimentId}/tags`)};
  }

  async searchRuns(tags: Record<string, string> = {}): Promise<RunList> {
    const list: RunList = {runs: [], damaged: []};
    const experimentId = await this.findExperimentId();
    if (experimentId === undefined) return list;
    const entries = (await this.files.list(experimentId)) ?? [];
    const folders = entries.filter(({name, isFolder}) => isFolder && isRunId(name));
    await new ConcurrencyLimit(runsAtOnce).map(folders, async ({name}) => {
      try {
        const run = await readRunFiles(this.files, `${experimentId}/${name}`, tags);
        if (run !== undefined) list.runs.push(run);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        list.damaged.push(error);
      }
    });
    list.runs.sort((a, b) => b.startTime - a.startTime || (a.runId < b.runId ? -1 : 1));
    return list;
  }

  async getRun(runId: string): Promise<Run> {
    const run = await readRunFiles(this.files, await this.findRun(runId));
    if (run === undefined) throw unknownRun(runId, this.location);
    return run;
  }

  async metricHistory(runId: string, key: string): Promise<Metric[]> {
    const history = await readMetricFile(this.files, `${await this.findRun(runId)}/metrics/${checkKey(key)}`);
    return history.sort(compareMetrics);
  }

  async listArtifacts(runId: string): Promise<ArtifactFile[]> {
    const folder = `${await this.findRun(runId)}/artifacts`;
    const paths = await listAll(this.files, folder);
    return Promise.all(paths.map(async (path) => ({path, bytes: await this.files.size(`${folder}/${path}`)})));
  }

  async readArtifact(runId: string, path: string): Promise<Uint8Array> {
    const content = await this.files.read(`${await this.findRun(runId)}/artifacts/${checkArtifactPath(path)}`);
    if (content === undefined) throw unknownArtifact(runId, path, this.location);
    return content;
  }

  /** The id of this project's experiment; undefined if there is none yet. */
  protected async findExperimentId(): Promise<string | undefined> {
    this.#experimentId ??= await findExperiment(this.files, this.experiment);
    return this.#experimentId;
  }

  /** The folder of a run, from the store's own. @throws UserError unknown-run */
  async findRun(runId: string): Promise<string> {
    const experimentId = await this.findExperimentId();
    const folder = `${experimentId}/${runId}`;
    if (experimentId === undefined || !isRunId(runId) || (await this.files.list(folder)) === undefined)
      throw unknownRun(runId, this.location);
    return folder;
  }
}
