import process from "node:process";
import {dataByDigest} from "../data-loaders/provide/dataByDigest.js";
import {findModel} from "../models/catalogue/index.js";
import {openRedis, redisUrl} from "../models/sweeps/queue/redis.js";
import {serveTrials} from "../models/sweeps/queue/serveTrials.js";
import {failedTrials, openQueue, retryFailed} from "../models/sweeps/queue/trialQueue.js";
import type {Trial} from "../models/sweeps/sweepRuns.js";
import {openRunLog} from "../models/tracking/openRunLog.js";
import {openPlace} from "../models/tracking/openRunStore.js";
import {trackingPlace} from "../models/tracking/trackingPlace.js";
import {openWithoutFolds} from "../models/training/openTrainingFile.js";
import {takesUnlabelled} from "../src/lib/features/transformation.js";
import {notice, runCommand} from "./command.js";
import {ensureLightgbm} from "./lightgbm.js";
import {describeSettings} from "./sweepReport.js";

await runCommand({
  name: "worker",
  summary:
    "Trains trials of sweeps that other machines have put into the queue of REDIS_URL, and logs them to the server of MLFLOW_TRACKING_URI. Ends after the present trials on SIGTERM or Ctrl-C.",
  options: {
    concurrency: {kind: "integer", minimum: 1, maximum: 1024, default: 1, description: "trials at a time"},
    data: {
      kind: "text",
      value: "PLACE",
      repeated: true,
      description: "a data folder, or the address of a folder that has train.csv (default: data, and Kaggle)"
    },
    stalled: {
      kind: "integer",
      value: "SECONDS",
      minimum: 2,
      maximum: 3600,
      default: 30,
      description: "trials of a worker that gives no sign for so long go to others"
    },
    failed: {kind: "switch", description: "list the trials that have failed, and train none"},
    retry: {kind: "switch", description: "put the trials that have failed into the queue again, and train none"}
  },
  async run({options, signal}) {
    using redis = await openRedis(redisUrl(), {onNotice: notice});
    if (options.failed || options.retry) {
      const queue = openQueue(redis.client);
      const failed = await failedTrials(queue);
      if (options.failed) {
        for (const {sweepRunId, number, attempts, reason, settings} of failed)
          process.stdout.write(
            `sweep ${sweepRunId}, trial ${number}, ${attempts} attempts: ${reason}\n  ${describeSettings(settings)}\n`
          );
        process.stdout.write(`${failed.length} failed trials\n`);
      }
      if (options.retry) process.stdout.write(`${await retryFailed(queue)} trials are tried again\n`);
      await queue.close();
      return;
    }
    const place = trackingPlace();
    const store = openPlace(place);
    await ensureLightgbm(signal);
    const log = await openRunLog({onNotice: notice});
    process.stdout.write(
      `Waiting for trials at ${redis.address}; runs go to ${log.location}. Ctrl-C ends after the present ones.\n`
    );
    signal.addEventListener("abort", () => notice("Ending after the present trials; once more ends at once."));
    await serveTrials({
      redis,
      store,
      log,
      findModel,
      concurrency: options.concurrency,
      stalledAfter: options.stalled,
      signal,
      onNotice: notice,
      onTrial: (sweep, trial) => process.stdout.write(`${sweep}, trial ${trial.number}: ${describeEnd(trial)}\n`),
      async openFile({dataSource, test}, model, sources) {
        const wanted = {kind: dataSource.kind, train: dataSource.digest, test};
        const places = [...(options.data.length > 0 ? options.data : ["data"]), ...sources];
        const files = await dataByDigest(wanted, places, {directory: "data/fetched", onNotice: notice});
        const unlabelled = model.transformations !== undefined && takesUnlabelled(model.transformations);
        const {file} = await openWithoutFolds({...files, dataSource}, {unlabelled});
        return file;
      }
    });
    const {left} = await log.close();
    if (left > 0) notice(`${left} trials wait for ${log.location}: npm run mlflow -- sync sends them.`);
  }
});

function describeEnd({value, prunedAt}: Trial): string {
  if (prunedAt !== undefined) return `pruned after ${prunedAt} iterations`;
  return value === undefined ? "cannot be trained" : `AUC ${value.toFixed(4)}`;
}
