import {buildReport} from "../site/build.js";
import {serveSite} from "../site/serve.js";
import {runCommand} from "./command.js";

await runCommand({
  name: "start",
  summary: "Builds the report and serves it on this machine.",
  options: {port: {kind: "integer", description: "port to listen on", default: 3000, minimum: 0, maximum: 65_535}},
  async run({options}) {
    await buildReport();
    const {address} = await serveSite({port: options.port});
    console.log(`\nThe report is at ${address} (Ctrl-C ends it)`);
  }
});
