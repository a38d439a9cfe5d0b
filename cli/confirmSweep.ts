import process from "node:process";
import {findModel} from "../models/catalogue/index.js";
import {confirmBest, findSweep} from "../models/sweeps/confirmBest.js";
import {runTags, sweepTags} from "../models/tracking/crossValidationRuns.js";
import type {RunStore} from "../models/tracking/runStore.js";
import {openTrainingFile, type TrainingSource} from "../models/training/openTrainingFile.js";
import {takesUnlabelled} from "../src/lib/features/transformation.js";
import {ensureLightgbm} from "./lightgbm.js";
import {Progress} from "./progress.js";

/** The name in `best:NAME`; empty for `best`, the newest sweep; undefined for other words. */
export function sweepMeant(word: string): string | undefined {
  return /^best(?::(.+))?$/.exec(word) === null ? undefined : word.slice("best:".length);
}

/** Tries the best trials of a sweep on fresh folds, says what comes out, and returns the run of the best. */
export async function confirmSweep(
  store: RunStore,
  name: string,
  source: TrainingSource,
  signal: AbortSignal
): Promise<string> {
  const found = await findSweep(store, source.dataSource.digest, name === "" ? undefined : name);
  const {sweep, trials} = found;
  const model = findModel(sweep.tags[runTags.model] ?? "");
  await ensureLightgbm(signal);
  const {transformations} = model;
  const unlabelled = transformations !== undefined && takesUnlabelled(transformations);
  const {file, folds} = await openTrainingFile(source, {signal, unlabelled});
  using progress = new Progress("Confirming the best trials on fresh folds", {unit: "trials"});
  const confirmed = await confirmBest(store, model, found, file.data, folds, {
    signal,
    onProgress: (done, total) => progress.report(done, {total})
  });
  progress.end();
  const known = confirmed.filter(({isKnown}) => isKnown).length;
  const lines = confirmed.map(({trial, fresh}) => {
    const interval = `${fresh.low.toFixed(4)} to ${fresh.high.toFixed(4)}`;
    return `  trial ${trial.number}: AUC ${trial.value.toFixed(4)} in the sweep, ${fresh.mean.toFixed(4)} (${interval}) on fresh folds\n`;
  });
  process.stdout.write(
    `The best of the ${trials.length} trials of “${sweep.tags[sweepTags.name]}”:\n${lines.join("")}`
  );
  if (known > 0)
    process.stdout.write(
      known === confirmed.length
        ? "They were confirmed before; nothing was trained again.\n"
        : `${known} of them ${known === 1 ? "was" : "were"} confirmed before, and not trained again.\n`
    );
  process.stdout.write(
    "The best of many is flattered by the folds that it was chosen on; the best of a few on fresh folds, far less.\n\n"
  );
  return confirmed[0]?.trial.runId ?? "";
}
