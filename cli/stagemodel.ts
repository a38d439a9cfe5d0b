import process from "node:process";
import {openData} from "../data-loaders/provide/ensureData.js";
import {fileStatus} from "../dataset/files.js";
import {findChampion, findCrossValidation} from "../models/staging/findCrossValidation.js";
import {readStaged, stagedDirectory} from "../models/staging/readStaged.js";
import {registerStaged} from "../models/staging/registerStaged.js";
import {stageFile} from "../models/staging/stageFile.js";
import {type StageOptions, stageModel} from "../models/staging/stageModel.js";
import {isModelAddress, parseModelAddress} from "../models/tracking/modelRegistry.js";
import {openRunReader} from "../models/tracking/openRunReader.js";
import {openRunStore} from "../models/tracking/openRunStore.js";
import {UserError} from "../src/lib/errors.js";
import {describeManifest} from "../src/lib/staged/describeManifest.js";
import type {Manifest} from "../src/lib/staged/manifest.js";
import {wantsScorer} from "../src/lib/staged/stagedModel.js";
import {notice, runCommand} from "./command.js";
import {confirmSweep, sweepMeant} from "./confirmSweep.js";
import {Progress} from "./progress.js";

await runCommand({
  name: "stagemodel",
  summary: "Averages a run's fold models into the model that the report, the command line and the API use.",
  positionals: [
    {
      name: "RUN",
      description:
        "a run's name, its model's name, its id or the beginning of it (default: the run with the best AUC, besides the trials of sweeps); models:/NAME@champion; best, or best:NAME, the best trial of a sweep, confirmed on fresh folds; or a file with LightGBM's text or an ONNX classifier",
      optional: true
    }
  ],
  options: {
    output: {kind: "text", description: "where the model goes", default: stagedDirectory, value: "FOLDER"},
    data: {kind: "text", description: "the data folder (default: data)", value: "FOLDER"}
  },
  async run({positionals: [word], options: {output: directory, data}, signal}) {
    const source = await openData(data, {signal, onNotice: notice});
    using progress = new Progress("Reading the training data", {unit: "bytes"});
    const options: StageOptions = {
      directory,
      onProgress: (bytes, total) => progress.report(bytes, {total}),
      onNotice: notice
    };
    if (word !== undefined && (await fileStatus(word))?.isFile()) {
      const manifest = await stageFile(word, source, options);
      progress.end();
      return describe(manifest, `It is in ${directory}. Next: npm run predict`);
    }

    const {digest} = source.dataSource;
    const reader = await openRunReader();
    const sweep = word === undefined ? undefined : sweepMeant(word);
    const wanted =
      sweep !== undefined
        ? await confirmSweep(openRunStore(), sweep, source, signal)
        : word !== undefined && isModelAddress(word)
          ? await registeredRun(word)
          : word;
    const {runId} =
      wanted === undefined ? await findChampion(reader, digest) : await findCrossValidation(reader, wanted, digest);
    const present = await presentManifest(directory);
    const manifest =
      present?.runId === runId && !wantsScorer(present)
        ? present
        : await stageModel(reader, runId, source.train, options);
    progress.end();
    const registered = await register(directory);
    const isNew = manifest !== present;
    describe(
      manifest,
      `It is in ${directory}${isNew ? "" : " already"}${registered}.${isNew ? " Next: npm run predict" : ""}`
    );
  }
});

/** The run behind a registered model. */
async function registeredRun(address: string): Promise<string> {
  const {name, place} = parseModelAddress(address);
  return (await openRunStore().registry.findVersion(name, place)).runId;
}

/** Says as what the model is registered; one that cannot be is staged all the same. */
async function register(directory: string): Promise<string> {
  try {
    const registered = await registerStaged(openRunStore(), directory);
    return registered === undefined ? "" : `, and version ${registered.version} of ${registered.name}, its champion`;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    notice(`The model is staged, but not registered: ${error.message}`);
    return "";
  }
}

function describe(manifest: Manifest, next: string): void {
  process.stdout.write(`${describeManifest(manifest)}\n\n${next}\n`);
}

/** Undefined where no model is, or a damaged one, which is replaced. */
async function presentManifest(directory: string): Promise<Manifest | undefined> {
  try {
    return (await readStaged(directory)).manifest;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
