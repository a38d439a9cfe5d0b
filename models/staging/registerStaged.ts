import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {UserError} from "../../src/lib/errors.js";
import type {Manifest} from "../../src/lib/staged/manifest.js";
import {manifestFile} from "../../src/lib/staged/stagedModel.js";
import {
  championAlias,
  type ModelRegistry,
  parseModelAddress,
  type RegisteredVersion
} from "../tracking/modelRegistry.js";
import type {RunStore} from "../tracking/runStore.js";
import {mlflowModelFolder} from "./mlflowModel.js";
import {readStaged, stagedDirectory} from "./readStaged.js";
import {stageDownloaded} from "./stageDownloaded.js";

/** The artifact folder of a run in which its staged model is kept. */
const stagedFolder = "staged";

/** A store of runs with a registry of models. */
export type RegisteringStore = RunStore & {readonly registry: ModelRegistry};

/**
 * Keeps a staged model with the run that it was made of, registers it under the experiment's name, and makes it the
 * champion. Undefined where the run is in no store of one's own, as the recorded runs are.
 */
export async function registerStaged(
  store: RegisteringStore,
  directory = stagedDirectory
): Promise<(RegisteredVersion & {name: string}) | undefined> {
  const {manifest} = await readStaged(directory);
  const {runId} = manifest;
  if (!(await hasRun(store, runId))) return undefined;
  for (const name of [...Object.keys(manifest.files), manifestFile])
    await store.writeArtifact(runId, `${stagedFolder}/${name}`, await readFile(join(directory, name)));
  const artifacts = await store.listArtifacts(runId);
  // What MLflow cannot load is registered all the same: this project can.
  const isLoadable = artifacts.some(({path}) => path === `${mlflowModelFolder}/MLmodel`);
  const name = store.experiment;
  const registered = await store.registry.registerModel(name, runId, isLoadable ? mlflowModelFolder : stagedFolder);
  await store.registry.setAlias(name, championAlias, registered.version);
  return {...registered, name};
}

/**
 * Brings a registered model back, with every file checked against its manifest.
 * @param address `models:/NAME@ALIAS` or `models:/NAME/VERSION`
 * @throws UserError bad-model-address, unknown-model, unknown-artifact, staged-…, manifest-…
 */
export async function pullRegistered(
  store: RegisteringStore,
  address: string,
  directory = stagedDirectory
): Promise<Manifest> {
  const {name, place} = parseModelAddress(address);
  const {runId} = await store.registry.findVersion(name, place);
  const download = (file: string) => store.readArtifact(runId, `${stagedFolder}/${file}`);
  return stageDownloaded(async (file) => {
    const content = await download(file);
    if (file === manifestFile) checkRun(content, runId, address);
    return content;
  }, directory);
}

function checkRun(manifest: Uint8Array, runId: string, address: string): void {
  if (new TextDecoder().decode(manifest).includes(`"${runId}"`)) return;
  throw new UserError("staged-other-run", `The files of ${address} are of another run than ${runId}.`, {value: runId});
}

async function hasRun(store: RunStore, runId: string): Promise<boolean> {
  try {
    await store.getRun(runId);
    return true;
  } catch (error) {
    if (error instanceof UserError && error.code === "unknown-run") return false;
    throw error;
  }
}
