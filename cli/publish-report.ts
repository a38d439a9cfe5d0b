import process from "node:process";
import {hubFromEnvironment} from "../models/hub/connection.js";
import {publishReport} from "../models/hub/publishReport.js";
import {runCommand} from "./command.js";

await runCommand({
  name: "publish-report",
  summary: "Pushes the built report to a static Hugging Face space; HF_TOKEN holds the access token.",
  positionals: [{name: "OWNER/NAME", description: "the space; created if there is none"}],
  options: {},
  async run({positionals: [space = ""]}) {
    const changed = await publishReport(space, hubFromEnvironment(process.env));
    console.log(changed ? `Published to ${space}.` : `${space} has this build already.`);
  }
});
