import {UserError} from "../../src/lib/errors.js";
import {byMetric} from "../../src/lib/experiment/metricNames.js";
import type {Manifest} from "../../src/lib/staged/manifest.js";
import {runTags} from "../tracking/crossValidationRuns.js";
import type {Run} from "../tracking/runStore.js";

export type RunDescription = Pick<
  Manifest,
  "model" | "title" | "runId" | "runName" | "idColumn" | "targetColumn" | "threshold" | "metrics" | "trainingData"
>;

/** What a cross-validation logged about itself, as the manifest has it. @throws {UserError} `damaged-run` */
export function describeRun(run: Run): RunDescription {
  const tag = (name: string) => requireLogged(run, "tag", name, run.tags[name]);
  const number = (name: string) => requireLogged(run, "metric", name, run.metrics[name]);
  return {
    model: tag(runTags.model),
    title: tag(runTags.title),
    runId: run.runId,
    runName: run.name,
    idColumn: tag(runTags.idColumn),
    targetColumn: tag(runTags.targetColumn),
    threshold: number("threshold"),
    metrics: byMetric((name) => ({mean: number(name), standardDeviation: number(`${name}_standard_deviation`)})),
    trainingData: {
      kind: tag(runTags.dataKind) === "kaggle" ? "kaggle" : "demo",
      trainRows: Number(tag(runTags.trainRows)),
      testRows: Number(tag(runTags.testRows)),
      digest: tag(runTags.dataDigest)
    }
  };
}

function requireLogged<T>(run: Run, kind: string, name: string, value: T | undefined): T {
  if (value !== undefined) return value;
  throw new UserError("damaged-run", `Run \`${run.name}\` has no ${kind} \`${name}\`; train the model again.`, {
    value: run.runId
  });
}
