import process from "node:process";
import {historyFile} from "../data-loaders/monitor/loadHistory.js";
import {runHealthChecks} from "../ops/monitor/healthChecks.js";
import {readAddress, targetsFromEnvironment} from "../ops/monitor/target.js";
import {serviceTitles} from "../src/lib/monitoring/history.js";
import {runCommand} from "./command.js";

await runCommand({
  name: "monitor",
  summary:
    "Runs one health check of the report, UAT and production (REPORT_URL, UAT_URL, PRODUCTION_URL), appends the results to the response history, and alerts ALERT_WEBHOOK_URL when an outage begins or ends.",
  options: {
    history: {kind: "text", value: "FILE", description: "the response history", default: historyFile}
  },
  async run({options}) {
    const {ALERT_WEBHOOK_URL: webhook} = process.env;
    const {checks, alerts, failures} = await runHealthChecks(targetsFromEnvironment(process.env), {
      historyFile: options.history,
      webhook: webhook ? readAddress("ALERT_WEBHOOK_URL", webhook) : undefined
    });
    for (const {service, up, milliseconds, reason} of checks)
      console.log(`${serviceTitles[service].padEnd(10)}  ${up ? `up, ${milliseconds} ms` : `DOWN: ${reason}`}`);
    for (const {service, event} of alerts) console.log(`Alert ${event} for ${serviceTitles[service]}.`);
    if (failures.length > 0) throw failures[0];
  }
});
