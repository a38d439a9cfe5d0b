import process from "node:process";
import {historyFile} from "../data-loaders/monitor/loadHistory.js";
import {readAddress, targetsFromEnvironment} from "../ops/monitor/target.js";
import {watch} from "../ops/monitor/watch.js";
import {serviceTitles} from "../src/lib/monitoring/history.js";
import {runCommand} from "./command.js";

await runCommand({
  name: "monitor",
  summary:
    "Looks once at the report, UAT and production (REPORT_URL, UAT_URL, PRODUCTION_URL), keeps what it saw, and tells ALERT_WEBHOOK_URL when an outage begins and ends.",
  options: {
    history: {kind: "text", value: "FILE", description: "where the observations are kept", default: historyFile}
  },
  async run({options}) {
    const {ALERT_WEBHOOK_URL: webhook} = process.env;
    const {observations, alerts, failures} = await watch(targetsFromEnvironment(process.env), {
      historyFile: options.history,
      webhook: webhook ? readAddress("ALERT_WEBHOOK_URL", webhook) : undefined
    });
    for (const {service, up, milliseconds, reason} of observations)
      console.log(`${serviceTitles[service].padEnd(10)}  ${up ? `up, ${milliseconds} ms` : `DOWN: ${reason}`}`);
    for (const {service, event} of alerts) console.log(`Alert ${event} for ${serviceTitles[service]}.`);
    if (failures.length > 0) throw failures[0];
  }
});
