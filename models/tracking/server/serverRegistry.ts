import {UserError} from "../../../src/lib/errors.js";
import {type ModelRegistry, type RegisteredVersion, unknownModel, type VersionPlace} from "../modelRegistry.js";
import {fields, list, text} from "./answers.js";
import type {ServerConnection} from "./connection.js";

/** The registry of an MLflow server. */
export class ServerRegistry implements ModelRegistry {
  readonly #connection: ServerConnection;
  readonly #artifactUri: (runId: string) => Promise<string>;

  /** @param artifactUri where a run's artifacts are */
  constructor(connection: ServerConnection, artifactUri: (runId: string) => Promise<string>) {
    this.#connection = connection;
    this.#artifactUri = artifactUri;
  }

  async registerModel(name: string, runId: string, artifactFolder: string): Promise<RegisteredVersion> {
    const filter = `name='${name.replaceAll("'", "''")}' and run_id='${runId}'`;
    const found = fields(await this.#get("model-versions/search", {filter}), "model_versions");
    const [known] = list(found.model_versions, "model_versions");
    if (known !== undefined) return readVersion(known);
    try {
      await this.#send("POST", "registered-models/create", {name});
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== "mlflow-resource-already-exists") throw error;
    }
    const source = `${await this.#artifactUri(runId)}/${artifactFolder}`;
    const answer = await this.#send("POST", "model-versions/create", {name, source, run_id: runId});
    return readVersion(fields(fields(answer, "model_version").model_version, "model_version"));
  }

  async setAlias(name: string, alias: string, version: string): Promise<void> {
    await this.#send("POST", "registered-models/alias", {name, alias, version});
  }

  async findVersion(name: string, place: VersionPlace): Promise<RegisteredVersion> {
    const path = "alias" in place ? "registered-models/alias" : "model-versions/get";
    try {
      const answer = await this.#get(path, {name, ...place});
      return readVersion(fields(fields(answer, "model_version").model_version, "model_version"));
    } catch (error) {
      const isUnknown =
        error instanceof UserError &&
        ["mlflow-resource-does-not-exist", "mlflow-invalid-parameter-value"].includes(error.code);
      throw isUnknown ? unknownModel(name, place, this.#connection.address) : error;
    }
  }

  #get(path: string, query: Record<string, string>): Promise<unknown> {
    return this.#connection.json(`api/2.0/mlflow/${path}`, {query});
  }

  #send(method: "POST", path: string, body: object): Promise<unknown> {
    return this.#connection.json(`api/2.0/mlflow/${path}`, {method, body});
  }
}

function readVersion(answer: Record<string, unknown>): RegisteredVersion {
  return {version: text(answer, "version", "model_version"), runId: text(answer, "run_id", "model_version")};
}
