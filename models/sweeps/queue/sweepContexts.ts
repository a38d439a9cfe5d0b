import {UserError} from "../../../src/lib/errors.js";
import type {RunLog} from "../../tracking/runLog.js";
import type {RunStore} from "../../tracking/runStore.js";
import type {CatalogueModel} from "../../training/model.js";
import type {TrainingFile} from "../../training/trackCrossValidation.js";
import type {TrialContext} from "../runTrial.js";
import {columnsDigest, paramsDigest, type Recipe, readRecipe} from "./recipe.js";
import type {TrialJob} from "./trialQueue.js";

export interface SweepContextOptions {
  store: RunStore;
  log: RunLog;
  /** @throws UserError unknown-model */
  findModel: (name: string) => CatalogueModel;
  /** Finds the data of a sweep, by their digest. @throws UserError where they are not to be had here */
  openFile: (recipe: Recipe, model: CatalogueModel, sources: readonly string[]) => Promise<TrainingFile>;
}

type Context = Omit<TrialContext, "thread" | "threads">;

/** What a worker needs to train trials of a sweep. It keeps that of the sweep whose trials it has trained last. */
export class SweepContexts {
  readonly #options: SweepContextOptions;
  #latest: {sweepRunId: string; context: Promise<Context>} | undefined;

  constructor(options: SweepContextOptions) {
    this.#options = options;
  }

  /** @throws UserError what keeps this worker from training trials of this sweep, and might not keep another one */
  async open(job: TrialJob): Promise<Context> {
    const {sweepRunId} = job;
    if (this.#latest?.sweepRunId !== sweepRunId) this.#latest = {sweepRunId, context: this.#open(job)};
    const {context} = this.#latest;
    try {
      return await context;
    } catch (error) {
      // What is missing may be there at the next trial.
      if (this.#latest?.context === context) this.#latest = undefined;
      throw error;
    }
  }

  async #open({sweepRunId, location, sources}: TrialJob): Promise<Context> {
    const {store, log, findModel, openFile} = this.#options;
    const recipe = await readRecipe(store, sweepRunId).catch((error: unknown) => {
      if (!(error instanceof UserError) || error.code !== "unknown-run") throw error;
      throw new UserError(
        "other-store",
        `The sweep's run is in ${location}, and not in ${store.location}, where this worker logs: set MLFLOW_TRACKING_URI, and MLFLOW_EXPERIMENT_NAME, as for the sweep.`,
        {value: sweepRunId}
      );
    });
    const {name, command, folds, dataSource} = recipe;
    const model = findModel(recipe.model);
    if (paramsDigest(model) !== recipe.params)
      throw new UserError(
        "other-version",
        `${model.name} has other parameters here than where the sweep was begun: use the same version of the program.`,
        {value: model.name}
      );
    const file = await openFile(recipe, model, sources);
    if (file.dataSource.digest !== dataSource.digest)
      throw new UserError(
        "data-differ",
        `The training file has SHA-256 ${file.dataSource.digest}, and that of the sweep ${dataSource.digest}.`
      );
    if (columnsDigest(file) !== recipe.columns)
      throw new UserError("data-differ", "The training file is the sweep's, but schema.json beside it is another one.");
    return {log, model, sweepRunId, name, command, folds, file: {...file, dataSource}};
  }
}
