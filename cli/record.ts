import {mkdir, mkdtemp, rename, rm, stat, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import process from "node:process";
import {ensureData} from "../data-loaders/provide/ensureData.js";
import {ensureBuilt} from "../lightgbm-wasm/build.js";
import {recordRuns} from "../models/catalogue/recordRuns.js";
import {variants} from "../models/catalogue/variants.js";
import {findChampion} from "../models/staging/findCrossValidation.js";
import {stageModel} from "../models/staging/stageModel.js";
import {artifactPaths} from "../models/tracking/crossValidationRuns.js";
import {formatRecording, recordedRunsFile} from "../models/tracking/recorded/recordedRuns.js";
import {openTrainingFile} from "../models/training/openTrainingFile.js";
import {runCommand} from "./command.js";
import {formatAmount, Progress} from "./progress.js";

await runCommand({
  name: "record",
  summary: "Trains the runs that come with the project again, on demo data, and stages the best of them.",
  options: {},
  async run({signal}) {
    await ensureBuilt();
    // Whatever is in data/ stays: the recorded runs are on demo data of the default size, wherever they are made.
    const directory = await mkdtemp(join(tmpdir(), "record-"));
    try {
      const data = await ensureData({directory});
      const {file, folds} = await openTrainingFile(data);
      using progress = new Progress("Recording", {total: variants.length, unit: "runs"});
      const store = await recordRuns(variants, file, folds, {
        signal,
        onProgress({name, trees, total}) {
          const position = variants.findIndex((variant) => variant.name === name);
          progress.report(position + trees / total, {note: name});
        }
      });
      progress.end();
      const champion = await findChampion(store);
      await stageModel(store, champion.runId, data.train);
      await writeBeside(recordedRunsFile, formatRecording(store.wholeRuns(), {without: [artifactPaths.model]}));
      const size = formatAmount((await stat(recordedRunsFile)).size, "bytes");
      process.stdout.write(
        `${variants.length} runs in ${recordedRunsFile}, ${size}. Staged: ${champion.name}, AUC ${champion.metrics.auc.toFixed(4)}.\n`
      );
    } finally {
      await rm(directory, {recursive: true, force: true});
    }
  }
});

async function writeBeside(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(file), {recursive: true});
  await writeFile(`${file}.part`, bytes);
  await rename(`${file}.part`, file);
}
