import {readFile} from "node:fs/promises";
import {gunzipSync, gzipSync, strFromU8, strToU8} from "fflate";
import {UserError} from "../../../src/lib/errors.js";
import {runTags} from "../crossValidationRuns.js";
import type {Metric, RunReader} from "../runStore.js";
import {MemoryRunStore, type WholeRun} from "./memoryStore.js";
import {ColumnPool} from "./recordedColumns.js";

/** Where the recorded runs are kept, from the root of the project. */
export const recordedRunsFile = "models/recorded/runs.json.gz";

/** JSON has no NaN and no infinities; they are kept as texts. */
type JsonNumber = number | "NaN" | "Infinity" | "-Infinity";

type RecordedArtifact = {text: string} | {base64: string} | {columns: number[]};

interface RecordedRun extends Omit<WholeRun, "histories" | "artifacts"> {
  metrics: Record<string, {steps: number[]; values: JsonNumber[]}>;
  artifacts: Record<string, RecordedArtifact>;
}

interface Recording {
  formatVersion: 1;
  columns: string[];
  runs: RecordedRun[];
}

/**
 * Writes runs into one compact file: gzip of JSON, the same bytes for the same runs on every machine. Time stamps of
 * metrics are not kept, nor are the artifacts named in `without`.
 */
export function formatRecording(
  runs: readonly WholeRun[],
  {without = []}: {without?: readonly string[]} = {}
): Uint8Array {
  const pool = new ColumnPool();
  const recorded = runs.map(({histories, artifacts, ...run}): RecordedRun => {
    const kept = [...artifacts].filter(([path]) => !without.includes(path));
    return {
      ...run,
      metrics: Object.fromEntries(Array.from(histories, ([key, history]) => [key, formatHistory(history)])),
      artifacts: Object.fromEntries(kept.map(([path, bytes]) => [path, formatArtifact(path, bytes, pool)]))
    };
  });
  const recording: Recording = {formatVersion: 1, columns: pool.columns, runs: recorded};
  return gzipSync(strToU8(JSON.stringify(recording)), {level: 9, mtime: 0});
}

/** @throws UserError damaged-recording */
export function parseRecording(bytes: Uint8Array): WholeRun[] {
  try {
    // Our own program wrote this, and a test holds it to that; what is not of the format is damage.
    const {formatVersion, columns, runs}: Recording = JSON.parse(strFromU8(gunzipSync(bytes)));
    if (formatVersion !== 1) throw new RangeError(`format ${formatVersion}`);
    const pool = new ColumnPool(columns);
    return runs.map(({metrics, artifacts, ...run}) => ({
      ...run,
      histories: new Map(
        Object.entries(metrics).map(([key, {steps, values}]) => [
          key,
          steps.map((step, i): Metric => ({step, value: Number(values[i]), timestamp: run.endTime ?? run.startTime}))
        ])
      ),
      artifacts: new Map(Object.entries(artifacts).map(([path, artifact]) => [path, parseArtifact(artifact, pool)]))
    }));
  } catch {
    throw new UserError("damaged-recording", "The recorded runs cannot be read; npm run record makes them again.");
  }
}

/** The runs that come with the project. They lack their models, which would take ten times the room. */
export async function openRecordedRuns(file: string = recordedRunsFile): Promise<RunReader> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch {
    throw new UserError("no-runs", "There are no runs yet: npm run train -- lightgbm-tuned makes the first.", {file});
  }
  return new RecordedRunReader("recorded", parseRecording(bytes));
}

class RecordedRunReader extends MemoryRunStore {
  override async readArtifact(runId: string, path: string): Promise<Uint8Array> {
    const run = await this.getRun(runId);
    if ((await this.listArtifacts(runId)).includes(path)) return super.readArtifact(runId, path);
    throw new UserError(
      "unknown-artifact",
      `The recorded run “${run.name}” has no “${path}”; recordings leave models out. Make it again: npm run train -- ${run.tags[runTags.model]}`,
      {value: path}
    );
  }
}

function formatHistory(history: readonly Metric[]): {steps: number[]; values: JsonNumber[]} {
  return {steps: history.map(({step}) => step), values: history.map(({value}) => formatNumber(value))};
}

function formatNumber(value: number): JsonNumber {
  if (Number.isNaN(value)) return "NaN";
  if (Number.isFinite(value)) return value;
  return value > 0 ? "Infinity" : "-Infinity";
}

function formatArtifact(path: string, bytes: Uint8Array, pool: ColumnPool): RecordedArtifact {
  const text = readText(bytes);
  if (text === undefined) return {base64: Buffer.from(bytes).toString("base64")};
  const columns = path.endsWith(".csv") ? pool.add(text) : undefined;
  return columns === undefined ? {text} : {columns};
}

function parseArtifact(artifact: RecordedArtifact, pool: ColumnPool): Uint8Array {
  if ("base64" in artifact) return new Uint8Array(Buffer.from(artifact.base64, "base64"));
  return strToU8("text" in artifact ? artifact.text : pool.read(artifact.columns));
}

function readText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", {fatal: true, ignoreBOM: true}).decode(bytes);
  } catch {
    return undefined;
  }
}
