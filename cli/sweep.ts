import process from "node:process";
import {openData} from "../data-loaders/provide/ensureData.js";
import {catalogue, findModel} from "../models/catalogue/index.js";
import {openSpace} from "../models/sweeps/defaultSpace.js";
import {bestTrial, runSweep} from "../models/sweeps/runSweep.js";
import {MlrunsStore} from "../models/tracking/mlruns/mlrunsStore.js";
import {openRunStore} from "../models/tracking/openRunStore.js";
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
    seed: {kind: "integer", minimum: 0, maximum: 2 ** 31 - 1, default: 1, description: "of the sampler"},
    name: {kind: "text", description: "the sweep's name (default: the model's)"},
    data: {kind: "text", value: "FOLDER", description: "the data folder (default: data)"}
  },
  async run({positionals: [modelName = ""], options, signal}) {
    const start = Date.now();
    const model = findModel(modelName);
    const space = await openSpace(model, options.space);
    const store = openRunStore();
    const data = await openData(options.data, {signal, onNotice: notice});
    await ensureLightgbm(signal);
    using reading = new Progress("Reading the training file", {unit: "bytes"});
    const {file, folds} = await openTrainingFile(data, {
      signal,
      unlabelled: model.transformations !== undefined && takesUnlabelled(model.transformations),
      onProgress: (bytes, total) => reading.report(bytes, {total})
    });
    reading.end();
    // Trials whose process has gone are tried again.
    if (store instanceof MlrunsStore) await store.endAbandonedRuns();

    const wanted = options.trials ?? (options.minutes === undefined ? 40 : 100_000);
    using watch = new SweepProgress(`Sweep of ${model.name}`, options.minutes === undefined ? wanted : options.trials);
    const name = options.name ?? model.name;
    const {runId, trials} = await runSweep(store, model, file, folds, space, {
      name,
      seed: options.seed,
      trials: wanted,
      deadline: options.minutes === undefined ? undefined : start + options.minutes * 60_000,
      command: ["npm run sweep --", ...process.argv.slice(2).map(quoted)].join(" "),
      signal,
      describe: (id) => logOrigin(store, id, file, data.train),
      ...watch.callbacks
    });
    watch.end();

    process.stdout.write(`${trialTable(trials)}\n`);
    const best = bestTrial(trials);
    const duration = formatDuration(Date.now() - start);
    process.stdout.write(
      `Sweep ${name} (run ${runId}) in ${store.location}: ${describePruned(trials)}, ${duration}.${best === undefined ? "" : ` Next: npm run stagemodel -- ${best.runId}`}\n`
    );
  }
});
