import {join} from "node:path";
import {readTextIfPresent, writeJson} from "../../../dataset/files.js";
import {isRecord, numberField, parseJson, textField} from "../../../src/lib/json.js";

const recordFile = "sent.json";

/**
 * What of a waiting run has arrived on the server, kept in the run's folder: after each request that was answered, so
 * that whoever goes on later knows where.
 */
export class SentRecord {
  /** The server may have created the run, even if its id is not known. */
  isTried = false;
  /** The run's id on the server. */
  runId: string | undefined;
  /** By key, how many of a metric's values. */
  metrics: Record<string, number> = {};
  tags: Record<string, string> = {};
  params: Record<string, string> = {};
  /** By path, the size and time of the file. */
  artifacts: Record<string, string> = {};
  /** By name and digest. */
  datasets: string[] = [];
  /** The status with which the run ended. */
  status: string | undefined;
  /** What the server will never take, in its words. */
  refused: string[] = [];
  readonly #file: string;

  private constructor(file: string) {
    this.#file = file;
  }

  static async open(runFolder: string): Promise<SentRecord> {
    const record = new SentRecord(join(runFolder, recordFile));
    const saved = parseJson((await readTextIfPresent(record.#file)) ?? "");
    if (!isRecord(saved)) return record;
    record.isTried = saved.isTried === true;
    record.runId = textField(saved, "runId");
    record.status = textField(saved, "status");
    record.metrics = entries(saved.metrics, numberField);
    record.tags = entries(saved.tags, anyText);
    record.params = entries(saved.params, anyText);
    record.artifacts = entries(saved.artifacts, anyText);
    record.datasets = texts(saved.datasets);
    record.refused = texts(saved.refused);
    return record;
  }

  async save(): Promise<void> {
    await writeJson(this.#file, {...this});
  }
}

function entries<T>(
  value: unknown,
  read: (record: Record<string, unknown>, name: string) => T | undefined
): Record<string, T> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.keys(value).flatMap((name) => {
      const entry = read(value, name);
      return entry === undefined ? [] : [[name, entry]];
    })
  );
}

function anyText(record: Record<string, unknown>, name: string): string | undefined {
  const value = record[name];
  return typeof value === "string" ? value : undefined;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
}
