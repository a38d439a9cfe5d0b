import process from "node:process";
import {openData} from "../data-loaders/provide/ensureData.js";
import {catalogue, findModel} from "../models/catalogue/index.js";
import {variantOf} from "../models/catalogue/variant.js";
import {logModel} from "../models/staging/logModel.js";
import {openRunLog} from "../models/tracking/openRunLog.js";
import {trackingPlace} from "../models/tracking/trackingPlace.js";
import {openTrainingFile} from "../models/training/openTrainingFile.js";
import {logOrigin, logResources} from "../models/training/provenance.js";
import {trackCrossValidation} from "../models/training/trackCrossValidation.js";
import {takesUnlabelled} from "../src/lib/features/transformation.js";
import {notice, quoted, runCommand} from "./command.js";
import {ensureLightgbm} from "./lightgbm.js";
import {formatDuration, Progress} from "./progress.js";
import {describeStages, foldTable} from "./trainingReport.js";

await runCommand({
  name: "train",
  summary: "Cross-validates a model and logs the runs to mlruns/, or to the server of MLFLOW_TRACKING_URI.",
  positionals: [{name: "MODEL", description: catalogue.map(({name}) => name).join(", ")}],
  options: {
    set: {kind: "text", value: "NAME=VALUE", description: "change a parameter of the model", repeated: true},
    name: {kind: "text", description: "the run's name (default: the model's, and what is set)"},
    data: {kind: "text", value: "FOLDER", description: "the data folder (default: data)"}
  },
  async run({positionals: [name = ""], options, signal}) {
    const model = variantOf(findModel(name), options.set);
    // A mistake in the address is said before the work.
    trackingPlace();
    const data = await openData(options.data, {signal, onNotice: notice});
    await ensureLightgbm(signal);
    using reading = new Progress("Reading the training file", {unit: "bytes"});
    const {file, folds} = await openTrainingFile(data, {
      signal,
      unlabelled: model.transformations !== undefined && takesUnlabelled(model.transformations),
      onProgress: (bytes, total) => reading.report(bytes, {total})
    });
    reading.end();

    const log = await openRunLog({onNotice: notice});
    const start = Date.now();
    using progress = new Progress(`Training ${model.name}`, {
      total: folds.folds * model.progress.steps,
      unit: model.progress.unit
    });
    const {runId, trained} = await trackCrossValidation(log.writer, model, file, folds, {
      // Another training than the model's own is not to have its name.
      name: options.name ?? [model.name, ...options.set].join(" "),
      command: ["npm run train --", ...process.argv.slice(2).map(quoted)].join(" "),
      describe: (runId) => logOrigin(log.writer, runId, file, data.train),
      conclude: async (runId, trained) => {
        await logModel(log.writer, runId, model, file.data, trained);
        await logResources(log.writer, runId, trained);
      },
      signal,
      onIteration: ({iteration}) => progress.report(iteration * folds.folds)
    }).catch(async (error) => {
      await log.close({isInterrupted: signal.aborted});
      throw error;
    });
    progress.end();
    const closed = await log.close();
    const arrived = closed.runId(runId);

    process.stdout.write(`${foldTable(trained)}\n`);
    process.stdout.write(`${describeStages(trained.stages)}\n`);
    const duration = formatDuration(Date.now() - start);
    process.stdout.write(
      arrived === undefined || closed.left > 0
        ? `Run ${runId} waits for ${log.location}, ${duration}. Next: npm run mlflow -- sync\n`
        : `Run ${arrived} in ${log.location}, ${duration}. Next: npm run stagemodel -- ${arrived}\n`
    );
  }
});
