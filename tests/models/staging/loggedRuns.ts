import {runTags} from "../../../models/tracking/crossValidationRuns.js";
import {mlflowTags, type Run, type RunStore} from "../../../models/tracking/runStore.js";
import {metricNames} from "../../../src/lib/experiment/metricNames.js";
import {modelText} from "../../fixtures/trees/fixture.js";

export interface LoggedRun {
  name: string;
  model?: string;
  auc?: number;
  startTime?: number;
  /** LightGBM's texts, one a fold. */
  texts?: string[];
  /** What the run says about its data. */
  digest?: string;
  idColumn?: string;
}

/** Logs a finished cross-validation as training does, as far as staging looks at it. */
export async function logCrossValidation(store: RunStore, logged: LoggedRun): Promise<Run> {
  const {name, model = "lightgbm", auc = 0.8, startTime = 1, digest = "0".repeat(64), idColumn = "ID_code"} = logged;
  const texts = logged.texts ?? ["fold-0", "fold-1", "fold-2"].map(modelText);
  const parent = await store.createRun({
    name,
    startTime,
    params: {folds: String(texts.length)},
    tags: {
      [runTags.kind]: "cross-validation",
      [runTags.model]: model,
      [runTags.title]: "LightGBM",
      [runTags.idColumn]: idColumn,
      [runTags.targetColumn]: "target",
      [runTags.dataKind]: "demo",
      [runTags.trainRows]: "400",
      [runTags.testRows]: "62",
      [runTags.dataDigest]: digest
    }
  });
  const metrics = Object.fromEntries(
    metricNames.flatMap((metric) => [
      [metric, auc],
      [`${metric}_standard_deviation`, 0.01]
    ])
  );
  await store.logBatch(parent.runId, {
    metrics: Object.entries({...metrics, threshold: 0.25}).map(([key, value]) => ({key, value, step: 0, timestamp: 1}))
  });
  for (const [fold, text] of texts.entries()) {
    const {runId} = await store.createRun({
      name: `${name}-${fold}`,
      startTime,
      tags: {[mlflowTags.parentRunId]: parent.runId, [runTags.kind]: "fold", [runTags.fold]: String(fold)}
    });
    await store.writeArtifact(runId, "model.txt", new TextEncoder().encode(text));
    await store.finishRun(runId, "FINISHED", startTime + 1);
  }
  await store.finishRun(parent.runId, "FINISHED", startTime + 1);
  return store.getRun(parent.runId);
}
