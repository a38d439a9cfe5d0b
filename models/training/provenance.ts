import {execFileSync} from "node:child_process";
import {readFileSync} from "node:fs";
import process from "node:process";
import {fileURLToPath} from "node:url";
import {isRecord, parseJson, textField} from "../../src/lib/json.js";
import {type LoggedDataset, mlflowTags, type RunWriter} from "../tracking/runStore.js";
import type {TrainingFile} from "./trackCrossValidation.js";
import type {TrainedModel} from "./trainedModel.js";

/** MLflow takes no longer digests. */
const longestDigest = 36;

/** What made a run: its source, by git's commit, and the versions of the programs. */
export async function logOrigin(writer: RunWriter, runId: string, file: TrainingFile, path: string): Promise<void> {
  const commit = git("rev-parse", "HEAD");
  const branch = git("rev-parse", "--abbrev-ref", "HEAD");
  const tags = {
    ...(commit && {[mlflowTags.gitCommit]: commit, "git.dirty": String(git("status", "--porcelain") !== "")}),
    ...(branch && {[mlflowTags.gitBranch]: branch}),
    "version.report": versionOf("../../package.json"),
    "version.lightgbm": versionOf("../../lightgbm-wasm/package.json"),
    "version.node": process.versions.node,
    platform: `${process.platform} ${process.arch}`
  };
  await writer.logBatch(runId, {tags});
  await writer.logDataset(runId, describeDataset(file, path));
}

/** How long the stages of a training took, and the most memory that it has had. */
export async function logResources(writer: RunWriter, runId: string, {stages}: TrainedModel): Promise<void> {
  const timestamp = Date.now();
  const durations = Object.entries(stages).map(([stage, milliseconds]) => ({
    key: `duration_seconds/${stage.replace(/[^\w.-]/g, "_")}`,
    value: milliseconds / 1000
  }));
  // In kilobytes, of the process with all its threads.
  const memory = {key: "peak_memory_megabytes", value: process.resourceUsage().maxRSS / 1000};
  const metrics = [...durations, memory].map((metric) => ({...metric, step: 0, timestamp}));
  await writer.logBatch(runId, {metrics});
}

function describeDataset({data, idColumn, targetColumn, dataSource}: TrainingFile, path: string): LoggedDataset {
  const columns = [
    {type: "string", name: idColumn, required: true},
    {type: "long", name: targetColumn, required: true},
    ...data.featureNames.map((name) => ({type: "double", name, required: true}))
  ];
  const positives = data.target.reduce((sum, label) => sum + label, 0);
  const profile = {
    num_rows: data.target.length,
    num_elements: data.target.length * columns.length,
    features: data.featureNames.length,
    positives,
    kind: dataSource.kind,
    sha256: dataSource.digest
  };
  return {
    name: "train",
    digest: dataSource.digest.slice(0, longestDigest),
    source: JSON.stringify({uri: path}),
    schema: JSON.stringify({mlflow_colspec: columns}),
    profile: JSON.stringify(profile)
  };
}

/** Undefined where there is no git, or no repository. */
function git(...words: string[]): string | undefined {
  try {
    return execFileSync("git", words, {encoding: "utf8", stdio: ["ignore", "pipe", "ignore"]}).trim();
  } catch {
    return undefined;
  }
}

function versionOf(packageFile: string): string {
  const content = parseJson(readFileSync(fileURLToPath(new URL(packageFile, import.meta.url)), "utf8"));
  return (isRecord(content) ? textField(content, "version") : undefined) ?? "unknown";
}
