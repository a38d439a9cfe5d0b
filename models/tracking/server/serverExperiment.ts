import {UserError} from "../../../src/lib/errors.js";
import {textField} from "../../../src/lib/json.js";
import {deletedExperiment} from "../faults.js";
import {type ExperimentDescription, experimentTags} from "../runStore.js";
import {fields, list, text} from "./answers.js";
import type {ServerConnection} from "./connection.js";

/** An experiment on a server, by its name. */
export class ServerExperiment {
  #opened: Promise<string> | undefined;

  constructor(
    private readonly connection: ServerConnection,
    private readonly name: string
  ) {}

  async describe(): Promise<ExperimentDescription | undefined> {
    const experiment = await this.#read();
    if (experiment === undefined) return undefined;
    const id = text(experiment, "experiment_id", "experiment");
    const tags = list(experiment.tags, "experiment.tags").map((tag) => [
      text(tag, "key", "experiment.tags"),
      textField(tag, "value") ?? ""
    ]);
    return {tags: Object.fromEntries(tags), page: `${this.connection.address}/#/experiments/${id}`};
  }

  /** Its id; undefined if there is none of this name. @throws UserError deleted-experiment */
  async find(): Promise<string | undefined> {
    const experiment = await this.#read();
    return experiment && text(experiment, "experiment_id", "experiment");
  }

  /** Its id; it is created if there is none. @throws UserError deleted-experiment */
  open(): Promise<string> {
    this.#opened ??= this.#create().catch((error) => {
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }

  /** As the server describes it. */
  async #read(): Promise<Record<string, unknown> | undefined> {
    const query = {experiment_name: this.name};
    try {
      const answer = await this.connection.json("api/2.0/mlflow/experiments/get-by-name", {query});
      const experiment = fields(fields(answer, "experiment").experiment, "experiment");
      if (experiment.lifecycle_stage === "deleted") throw deletedExperiment(this.name, this.connection.address);
      return experiment;
    } catch (error) {
      if (error instanceof UserError && error.code === "mlflow-resource-does-not-exist") return undefined;
      throw error;
    }
  }

  async #create(): Promise<string> {
    const found = await this.find();
    if (found !== undefined) return found;
    const tags = Object.entries(experimentTags).map(([key, value]) => ({key, value}));
    const body = {name: this.name, tags};
    try {
      const answer = await this.connection.json("api/2.0/mlflow/experiments/create", {method: "POST", body});
      return text(fields(answer, "experiment"), "experiment_id", "experiment");
    } catch (error) {
      // Another process was quicker, or this one without getting the answer.
      const made = await this.find();
      if (made === undefined) throw error;
      return made;
    }
  }
}
