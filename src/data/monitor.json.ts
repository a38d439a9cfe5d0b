import {loadMonitorSummary} from "../../data-loaders/monitor/monitorSummary.js";
import {formatJson} from "../lib/json.js";

process.stdout.write(formatJson(await loadMonitorSummary()));
