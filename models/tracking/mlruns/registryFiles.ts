import {mkdir} from "node:fs/promises";
import {join} from "node:path";
import {exists, writeFileWhole} from "../../../dataset/files.js";
import {UserError} from "../../../src/lib/errors.js";
import {type ModelRegistry, type RegisteredVersion, unknownModel, type VersionPlace} from "../modelRegistry.js";
import {userName} from "../userName.js";
import {formatMeta, readMeta} from "./metaFile.js";
import {readText, type StoreFiles} from "./storeFiles.js";

/** The registry in the folder `models` of an mlruns directory, as MLflow's file store keeps it. */
export class RegistryFiles implements ModelRegistry {
  readonly #directory: string;
  readonly #files: StoreFiles;
  readonly #artifactUri: (runId: string) => Promise<string>;

  constructor(directory: string, files: StoreFiles, artifactUri: (runId: string) => Promise<string>) {
    this.#directory = directory;
    this.#files = files;
    this.#artifactUri = artifactUri;
  }

  async registerModel(name: string, runId: string, artifactFolder: string): Promise<RegisteredVersion> {
    const folder = modelFolder(name);
    const versions = await this.#versions(name);
    const known = versions.find((version) => version.runId === runId);
    if (known !== undefined) return known;
    const now = Date.now();
    const times = {creation_timestamp: now, last_updated_timestamp: now};
    if (!(await exists(join(this.#directory, folder, "meta.yaml")))) {
      for (const part of ["tags", "aliases"]) await mkdir(join(this.#directory, folder, part), {recursive: true});
      const meta = formatMeta({name, description: null, ...times});
      await writeFileWhole(join(this.#directory, folder, "meta.yaml"), `${meta}aliases: {}\n`);
    }
    const version = Math.max(0, ...versions.map((each) => Number(each.version))) + 1;
    const source = `${await this.#artifactUri(runId)}/${artifactFolder}`;
    const meta = formatMeta({
      name,
      version,
      ...times,
      current_stage: "None",
      description: null,
      source,
      storage_location: source,
      run_id: runId,
      run_link: "",
      status: "READY",
      status_message: null,
      user_id: userName(),
      model_id: null
    });
    await mkdir(join(this.#directory, folder, `version-${version}`, "tags"), {recursive: true});
    await writeFileWhole(join(this.#directory, folder, `version-${version}`, "meta.yaml"), meta);
    return {version: String(version), runId};
  }

  async setAlias(name: string, alias: string, version: string): Promise<void> {
    await writeFileWhole(join(this.#directory, modelFolder(name), "aliases", alias), version);
  }

  async findVersion(name: string, place: VersionPlace): Promise<RegisteredVersion> {
    const version =
      "alias" in place ? await readText(this.#files, `${modelFolder(name)}/aliases/${place.alias}`) : place.version;
    const found = (await this.#versions(name)).find((each) => each.version === version?.trim());
    if (found === undefined) throw unknownModel(name, place, this.#directory);
    return found;
  }

  async #versions(name: string): Promise<RegisteredVersion[]> {
    const versions: RegisteredVersion[] = [];
    for (const entry of (await this.#files.list(modelFolder(name))) ?? []) {
      const [, version] = /^version-(\d+)$/.exec(entry.name) ?? [];
      if (version === undefined) continue;
      const meta = await readMeta(this.#files, `${modelFolder(name)}/${entry.name}/meta.yaml`, ["run_id"]);
      versions.push({version, runId: meta.run_id ?? ""});
    }
    return versions;
  }
}

/** @throws UserError bad-model-name for what is no name of a folder */
function modelFolder(name: string): string {
  if (/^[\w.-][\w.\- ]*$/.test(name) && !name.startsWith(".")) return `models/${name}`;
  throw new UserError("bad-model-name", `“${name}” cannot be the name of a registered model.`, {value: name});
}
