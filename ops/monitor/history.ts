import {appendFile, mkdir} from "node:fs/promises";
import {dirname} from "node:path";
import {loadHistory} from "../../data-loaders/monitor/loadHistory.js";
import {readTextIfPresent, writeFileWhole} from "../../dataset/files.js";
import {formatEntry, type HistoryEntry} from "../../src/lib/monitoring/history.js";
import {lastAlerts} from "./alerts.js";

/** Three services every quarter of an hour for about a hundred days. */
const mostEntries = 30_000;

/**
 * Appends to the response history. Beyond the limit its oldest tenth is dropped, except for alerts that are still open.
 * @throws UserError history-malformed
 */
export async function appendHistory(
  file: string,
  entries: readonly HistoryEntry[],
  {limit = mostEntries}: {limit?: number} = {}
): Promise<void> {
  await mkdir(dirname(file), {recursive: true});
  await cutTornLine(file);
  await appendFile(file, entries.map(formatEntry).join(""));
  const history = await loadHistory(file);
  if (history.length > limit)
    await writeFileWhole(
      file,
      trim(history, Math.floor(0.9 * limit))
        .map(formatEntry)
        .join("")
    );
}

/** Cuts a line that a stopped process left without its end, as the next entry would be written into it. */
async function cutTornLine(file: string): Promise<void> {
  const text = await readTextIfPresent(file);
  if (text === undefined || text === "" || text.endsWith("\n")) return;
  await writeFileWhole(file, text.slice(0, text.lastIndexOf("\n") + 1));
}

function trim(history: HistoryEntry[], keep: number): HistoryEntry[] {
  const open = new Set<HistoryEntry>([...lastAlerts(history).values()].filter(({event}) => event === "opened"));
  const first = history.length - keep;
  return history.filter((entry, i) => i >= first || open.has(entry));
}
