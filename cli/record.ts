import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import process from "node:process";
import {ensureData} from "../data-loaders/provide/ensureData.js";
import {writeFileWhole} from "../dataset/files.js";
import {recordedSweeps} from "../models/catalogue/recordedSweeps.js";
import {recordRuns, recordSweeps} from "../models/catalogue/recordRuns.js";
import {variants} from "../models/catalogue/variants.js";
import {findChampion} from "../models/staging/findCrossValidation.js";
import {stageModel} from "../models/staging/stageModel.js";
import {reproducibleIdentity} from "../models/tracking/mlruns/identity.js";
import {MlrunsStore} from "../models/tracking/mlruns/mlrunsStore.js";
import {notRecorded, packRuns, recordedRunsFile} from "../models/tracking/recorded/recordedRuns.js";
import {openTrainingFile} from "../models/training/openTrainingFile.js";
import {describeManifest} from "../src/lib/staged/describeManifest.js";
import {runCommand} from "./command.js";
import {ensureLightgbm} from "./lightgbm.js";
import {formatAmount, Progress} from "./progress.js";

await runCommand({
  name: "record",
  summary: "Trains the recorded runs of this repository again, on demo data, and stages the best of them.",
  options: {},
  async run({signal}) {
    await ensureLightgbm(signal);
    // Whatever is in data/ stays: the recorded runs are on demo data of the default size, wherever they are made.
    const directory = await mkdtemp(join(tmpdir(), "record-"));
    try {
      const data = await ensureData({directory});
      const {file, folds} = await openTrainingFile(data);
      const total = variants.length + recordedSweeps.length;
      using progress = new Progress("Recording", {total, unit: "runs and sweeps"});
      const store = new MlrunsStore(join(directory, "mlruns"), reproducibleIdentity);
      const report = (before: number, {name, share}: {name: string; share: number}) =>
        progress.report(before + share, {note: name});
      await recordRuns(store, variants, file, folds, {
        signal,
        onProgress: (recording) =>
          report(
            variants.findIndex(({name}) => name === recording.name),
            recording
          )
      });
      let finished = variants.length;
      let going = "";
      await recordSweeps(store, recordedSweeps, file, folds, {
        signal,
        onProgress(recording) {
          if (going !== "" && going !== recording.name) finished += 1;
          going = recording.name;
          report(finished, recording);
        }
      });
      progress.end();
      const champion = await findChampion(store);
      const packed = await packRuns(store.location, notRecorded);
      const manifest = await stageModel(store, champion.runId, data.train);
      await writeFileWhole(recordedRunsFile, packed);
      const size = formatAmount(packed.length, "bytes");
      process.stdout.write(
        `${variants.length} runs and ${recordedSweeps.length} sweeps in ${recordedRunsFile}, ${size}.\n\n${describeManifest(manifest)}\n`
      );
    } finally {
      await rm(directory, {recursive: true, force: true});
    }
  }
});
