import {readTextIfPresent} from "../../dataset/files.js";
import {type HistoryEntry, parseHistory} from "../../src/lib/monitoring/history.js";

/** Where `npm run monitor` keeps the response history by default. */
export const historyFile = "data/monitor/history.jsonl";

/**
 * Reads the response history; it is empty before the first health check.
 * @throws UserError history-malformed
 */
export async function loadHistory(file = historyFile): Promise<HistoryEntry[]> {
  return parseHistory((await readTextIfPresent(file)) ?? "", file);
}
