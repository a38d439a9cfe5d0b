import {mkdirSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {artifactPaths, runKinds, runTags} from "../../models/tracking/crossValidationRuns.js";
import {formatMeta} from "../../models/tracking/mlruns/metaFile.js";
import {formatMetricLine} from "../../models/tracking/mlruns/metricFile.js";
import {defaultExperiment, mlflowTags} from "../../models/tracking/runStore.js";
import {metrics} from "../../src/lib/metrics/metrics.js";
import {RandomSource} from "../../src/lib/random.js";

export const folds = 5;
export const steps = 300;
const rows = 200;
const experimentId = "1";

interface WrittenRun {
  name: string;
  params: Record<string, string>;
  tags: Record<string, string>;
  /** By step, from 1. */
  metrics: Record<string, readonly number[]>;
  artifacts?: Record<string, string>;
}

/** Writes an mlruns directory as a training would, without waiting for the disk. */
export function writeStore(directory: string, size: number): void {
  const source = new RandomSource(1);
  const random = () => source.uniform();
  let runs = 0;
  const write = (path: string, content: string) => {
    const file = join(directory, experimentId, path);
    mkdirSync(dirname(file), {recursive: true});
    writeFileSync(file, content);
  };
  const experiment = {
    artifact_location: "",
    experiment_id: experimentId,
    lifecycle_stage: "active",
    name: defaultExperiment
  };
  write("meta.yaml", formatMeta(experiment));
  const writeRun = ({name, params, tags, metrics: logged, artifacts = {}}: WrittenRun): string => {
    const runId = (++runs).toString(16).padStart(32, "0");
    const meta = {
      run_id: runId,
      run_name: name,
      experiment_id: experimentId,
      artifact_uri: join(directory, experimentId, runId, "artifacts"),
      user_id: "bench",
      status: 3,
      start_time: runs,
      end_time: runs + 1000,
      lifecycle_stage: "active"
    };
    write(`${runId}/meta.yaml`, formatMeta(meta));
    for (const [key, value] of Object.entries(params)) write(`${runId}/params/${key}`, value);
    for (const [key, value] of Object.entries({...tags, [mlflowTags.runName]: name}))
      write(`${runId}/tags/${key}`, value);
    for (const [key, values] of Object.entries(logged))
      write(
        `${runId}/metrics/${key}`,
        values.map((value, i) => formatMetricLine({value, step: i + 1, timestamp: 1})).join("")
      );
    for (const [path, content] of Object.entries(artifacts)) write(`${runId}/artifacts/${path}`, content);
    return runId;
  };

  const finals = () =>
    Object.fromEntries([...metrics.map(({name}) => name), "threshold"].map((name) => [name, [random()]]));
  const curve = () => Array.from({length: steps}, () => Number(random().toFixed(6)));
  const model = {[runTags.model]: "lightgbm", [runTags.dataDigest]: "d".repeat(64)};
  for (let run = 0; run < size; ++run) {
    const params = Object.fromEntries(
      Array.from({length: 12}, (_, i) => [`param_${i}`, String(Math.round(random() * 20))])
    );
    const lines = Array.from(
      {length: rows},
      (_, i) => `train_${i},${i % folds},${i % 3 === 0 ? 1 : 0},${random().toFixed(5)}\n`
    );
    const importance = [{feature: "var_0", gain: Array<number>(folds).fill(1), split: Array<number>(folds).fill(2)}];
    const parent = writeRun({
      name: `run-${run}`,
      params: {...params, folds: String(folds)},
      tags: {...model, [runTags.kind]: runKinds.crossValidation, [runTags.title]: "LightGBM"},
      metrics: finals(),
      artifacts: {
        [artifactPaths.outOfFold]: `ID_code,kfold,target,probability\n${lines.join("")}`,
        [artifactPaths.importance]: JSON.stringify(importance)
      }
    });
    for (let fold = 0; fold < folds; ++fold)
      writeRun({
        name: `fold ${fold}`,
        params: {...params, fold: String(fold), training_rows: "160", validation_rows: "40"},
        tags: {
          ...model,
          [runTags.kind]: runKinds.fold,
          [runTags.fold]: String(fold),
          [mlflowTags.parentRunId]: parent
        },
        metrics: {
          ...finals(),
          training_auc: curve(),
          validation_auc: curve(),
          training_logloss: curve(),
          validation_logloss: curve()
        }
      });
  }
}
