import {type MonitorSummary, summarizeHistory} from "../../src/lib/monitoring/summary.js";
import {loadHistory} from "./loadHistory.js";

/** What the report shows of the monitor's history. */
export async function loadMonitorSummary(file?: string): Promise<MonitorSummary> {
  return summarizeHistory(await loadHistory(file));
}
