import process from "node:process";
import {openData} from "../data-loaders/provide/ensureData.js";
import {catalogue, findModel} from "../models/catalogue/index.js";
import {openSpace} from "../models/sweeps/defaultSpace.js";
import {bestTrial} from "../models/sweeps/inSweep.js";
import {openRedis} from "../models/sweeps/queue/redis.js";
import {runQueuedSweep} from "../models/sweeps/queue/runQueuedSweep.js";
import {runSweep} from "../models/sweeps/runSweep.js";
import {findSweepRun, workersOf} from "../models/sweeps/sweepRuns.js";
import {openRunLog} from "../models/tracking/openRunLog.js";
import {openPlace} from "../models/tracking/openRunStore.js";
import {sendWaiting} from "../models/tracking/outbox/sendWaiting.js";
import type {ClosedLog} from "../models/tracking/runLog.js";
import {trackingPlace} from "../models/tracking/trackingPlace.js";
import {openTrainingFile} from "../models/training/openTrainingFile.js";
import {logOrigin} from "../models/training/provenance.js";
import {takesUnlabelled} from "../src/lib/features/transformation.js";
import {notice, quoted, runCommand} from "./command.js";
import {ensureLightgbm} from "./lightgbm.js";
import {formatDuration, Progress} from "./progress.js";
import {describePruned, SweepProgress, trialTable} from "./sweepReport.js";

await runCommand({
  name: "sweep",
  summary:
    "Searches for a model's best parameters: cross-validates one setting after the other, and goes on where it stopped.",
  positionals: [{name: "MODEL", description: catalogue.map(({name}) => name).join(", ")}],
  options: {
    space: {kind: "text", value: "FILE", description: "the search space, in YAML (default: the model's own)"},
    trials: {
      kind: "integer",
      minimum: 1,
      maximum: 100_000,
      description: "settings to try in all (default: 40, or any number with --minutes)"
    },
    minutes: {kind: "integer", minimum: 1, description: "begin no trial after this time"},
    workers: {
      kind: "integer",
      minimum: 1,
      maximum: 100_000,
      description:
        "trials that go on at a time, on which it depends what a trial can learn from (default: the sweep's own; else 4 with REDIS_URL, and 1 without)"
    },
    source: {
      kind: "text",
      value: "PLACE",
      repeated: true,
      description: "with REDIS_URL: a folder or address where workers find the data"
    },
    seed: {kind: "integer", minimum: 0, maximum: 2 ** 31 - 1, default: 1, description: "of the sampler"},
    name: {kind: "text", description: "the sweep's name (default: the model's)"},
    data: {kind: "text", value: "FOLDER", description: "the data folder (default: data)"}
  },
  async run({positionals: [modelName = ""], options, signal}) {
    const start = Date.now();
    const model = findModel(modelName);
    const space = await openSpace(model, options.space);
    const redisUrl = process.env.REDIS_URL;
    const place = trackingPlace();
    const store = openPlace(place);
    // Whatever is wrong with it is said before the work.
    using redis = redisUrl ? await openRedis(redisUrl, {onNotice: notice}) : undefined;
    const data = await openData(options.data, {signal, onNotice: notice});
    await ensureLightgbm(signal);
    const unlabelled = model.transformations !== undefined && takesUnlabelled(model.transformations);
    using reading = new Progress("Reading the training file", {unit: "bytes"});
    const {file, folds} = await openTrainingFile(data, {
      signal,
      unlabelled,
      onProgress: (bytes, total) => reading.report(bytes, {total})
    });
    reading.end();

    const name = options.name ?? model.name;
    const known = await findSweepRun(store, name);
    const workers = options.workers ?? (known === undefined ? (redisUrl ? 4 : 1) : workersOf(known));
    // Trials that have not arrived would be trained again.
    if (place.kind === "server") await sendWaiting(place, {patience: 15_000, onNotice: notice});
    const log = await openRunLog({onNotice: notice});
    const wanted = options.trials ?? (options.minutes === undefined ? 40 : 100_000);
    using watch = new SweepProgress(`Sweep of ${model.name}`, options.minutes === undefined ? wanted : options.trials);
    const sweepOptions = {
      name,
      seed: options.seed,
      workers,
      trials: wanted,
      deadline: options.minutes === undefined ? undefined : start + options.minutes * 60_000,
      command: ["npm run sweep --", ...process.argv.slice(2).map(quoted)].join(" "),
      signal,
      onNotice: notice,
      describe: (id: string) => logOrigin(store, id, file, data.train),
      ...watch.callbacks
    };
    const {runId, trials} = await (redis === undefined
      ? runSweep(store, model, file, folds, space, {...sweepOptions, log})
      : runQueuedSweep(store, model, file, folds, space, {
          ...sweepOptions,
          redis,
          sources: options.source,
          ...(unlabelled && {test: data.source.files["test.csv"].sha256})
        })
    ).catch(async (error) => {
      await log.close({isInterrupted: signal.aborted});
      throw error;
    });
    watch.end();
    const closed = await log.close();

    process.stdout.write(`${trialTable(trials)}\n`);
    const best = bestTrial(trials);
    const duration = formatDuration(Date.now() - start);
    process.stdout.write(
      `Sweep ${name} (run ${runId}) in ${store.location}: ${describePruned(trials)}, ${duration}.${nextStep(best?.runId, closed)}\n`
    );
  }
});

/** @param best the best trial's run, in the log */
function nextStep(best: string | undefined, closed: ClosedLog): string {
  if (closed.left > 0) return ` ${closed.left} trials wait for the server. Next: npm run mlflow -- sync`;
  return best === undefined ? "" : ` Next: npm run stagemodel -- ${closed.runId(best) ?? best}`;
}
