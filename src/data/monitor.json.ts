import {loadMonitorSummary} from "../../data-loaders/monitor/monitorSummary.js";

process.stdout.write(JSON.stringify(await loadMonitorSummary()));
