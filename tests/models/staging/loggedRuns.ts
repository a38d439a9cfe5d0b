import {runTags} from "../../../models/tracking/crossValidationRuns.js";
import {mlflowTags, type Run, type RunStore} from "../../../models/tracking/runStore.js";
import {metrics as definitions, type MetricRecord} from "../../../src/lib/metrics/metrics.js";
import {modelText} from "../../fixtures/trees/fixture.js";

export interface LoggedRun {
  name: string;
  model?: string;
  /** The mean over the folds. */
  auc?: number;
  /** What else each fold logs, by fold; a metric that is undefined is not logged. */
  foldMetrics?: readonly MetricRecord<number | undefined>[];
  threshold?: number;
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
  const threshold = {key: "threshold", value: logged.threshold ?? 0.25, step: 0, timestamp: 1};
  await store.logBatch(parent.runId, {metrics: [threshold]});
  for (const [fold, text] of texts.entries()) {
    const {runId} = await store.createRun({
      name: `${name}-${fold}`,
      startTime,
      tags: {[mlflowTags.parentRunId]: parent.runId, [runTags.kind]: "fold", [runTags.fold]: String(fold)}
    });
    const values = {
      ...Object.fromEntries(definitions.map(({name}) => [name, auc + 0.01 * (fold - (texts.length - 1) / 2)])),
      ...logged.foldMetrics?.[fold]
    };
    await store.logBatch(runId, {
      metrics: Object.entries(values).flatMap(([key, value]) =>
        value === undefined ? [] : [{key, value, step: 0, timestamp: 1}]
      )
    });
    await store.writeArtifact(runId, "model.txt", new TextEncoder().encode(text));
    await store.finishRun(runId, "FINISHED", startTime + 1);
  }
  await store.finishRun(parent.runId, "FINISHED", startTime + 1);
  return store.getRun(parent.runId);
}
