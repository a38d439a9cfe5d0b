import {readFile} from "node:fs/promises";
import {type HistoryEntry, parseHistory} from "../../src/lib/monitoring/history.js";

/** Where `npm run monitor` keeps what it saw, unless it is told otherwise. */
export const historyFile = "data/monitor/history.jsonl";

/**
 * Reads the monitor's history; none where nothing was watched yet.
 * @throws UserError history-malformed
 */
export async function loadHistory(file = historyFile): Promise<HistoryEntry[]> {
  return parseHistory(await readExisting(file), file);
}

async function readExisting(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}
