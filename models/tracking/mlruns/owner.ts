import {readFile, rm, stat} from "node:fs/promises";
import {hostname} from "node:os";
import {join} from "node:path";
import process from "node:process";
import {isFileError, listFiles, readTextIfPresent} from "../../../dataset/files.js";
import {isRecord, numberField, parseJson, textField} from "../../../src/lib/json.js";

// Which process writes a run: a file in the run's folder while the run is going on. MLflow takes no notice of it. A run
// whose process is gone did not end by itself, and nobody will end it.

export const ownerFile = "process.json";

/** The file's content for this process. */
export async function ownerText(): Promise<string> {
  return JSON.stringify({pid: process.pid, started: await startOf(process.pid), host: hostname()});
}

export async function removeOwner(runFolder: string): Promise<void> {
  await rm(join(runFolder, ownerFile), {force: true});
}

/** Whether the process that wrote the run is known, was on this machine, and is gone. */
export async function isAbandoned(runFolder: string): Promise<boolean> {
  const text = await readTextIfPresent(join(runFolder, ownerFile));
  if (text === undefined) return false;
  return !(await isAlive(text));
}

/** Whether the process that this text of an owner names is running; that of another machine may be. */
export async function isAlive(text: string): Promise<boolean> {
  const owner = parseJson(text);
  if (!isRecord(owner)) return false;
  if (textField(owner, "host") !== hostname()) return true;
  const pid = numberField(owner, "pid") ?? 0;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // The process of another user may not be signalled, but it is there.
    return isFileError(error, "EPERM");
  }
  // The number may have gone to another process since.
  return (await startOf(pid)) === textField(owner, "started");
}

/** When something was last written into a run's folder; milliseconds since 1970. */
export async function lastWritten(runFolder: string): Promise<number> {
  const files = await listFiles(runFolder);
  const times = await Promise.all(files.map(async (file) => (await stat(join(runFolder, file))).mtimeMs));
  return Math.round(Math.max(...times));
}

/** Ticks from the start of the machine to that of a process; undefined where the system does not tell, or none is alive. */
async function startOf(pid: number): Promise<string | undefined> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    // A process that has ended and that nobody has asked after is not alive.
    return fields[0] === "Z" || fields[0] === "X" ? "ended" : fields[19];
  } catch {
    return undefined;
  }
}
