import process from "node:process";
import {openData} from "../data-loaders/provide/ensureData.js";
import {fileStatus} from "../dataset/files.js";
import {findChampion} from "../models/staging/findCrossValidation.js";
import {stagedDirectory} from "../models/staging/readStaged.js";
import {stageFile} from "../models/staging/stageFile.js";
import {type StageOptions, stageModel} from "../models/staging/stageModel.js";
import {openRunReader} from "../models/tracking/openRunReader.js";
import {describeManifest} from "../src/lib/staged/describeManifest.js";
import {notice, runCommand} from "./command.js";
import {Progress} from "./progress.js";

await runCommand({
  name: "stagemodel",
  summary: "Averages a run's fold models into the model that the report, the command line and the API use.",
  positionals: [
    {
      name: "RUN",
      description:
        "a run id, the beginning of one, or a run name; the run with the best AUC if left out; or a FILE: LightGBM's text or an ONNX classifier",
      optional: true
    }
  ],
  options: {
    output: {kind: "text", description: "where the model goes", default: stagedDirectory, value: "FOLDER"},
    data: {kind: "text", description: "where raw/train.csv is (default: data)", value: "FOLDER"}
  },
  async run({positionals: [run], options: {output: directory, data}}) {
    const source = await openData(data, {onNotice: notice});
    using progress = new Progress("Reading the training data", {unit: "bytes"});
    const options: StageOptions = {directory, onProgress: (bytes, total) => progress.report(bytes, {total})};
    const manifest =
      run !== undefined && (await fileStatus(run)) !== undefined
        ? await stageFile(run, source, options)
        : await stageRun(run, source.train, options);
    progress.end();
    process.stdout.write(`${describeManifest(manifest)}\n\nIt is in ${directory}. Next: npm run predict\n`);
  }
});

async function stageRun(run: string | undefined, train: string, options: StageOptions) {
  const reader = await openRunReader();
  return stageModel(reader, run ?? (await findChampion(reader)).runId, train, options);
}
