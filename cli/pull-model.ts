import process from "node:process";
import {hubFromEnvironment} from "../models/hub/connection.js";
import {pullModel} from "../models/hub/pullModel.js";
import {stagedDirectory} from "../models/staging/readStaged.js";
import {describeManifest} from "../src/lib/staged/describeManifest.js";
import {runCommand} from "./command.js";

await runCommand({
  name: "pull-model",
  summary: "Fetches a model from a Hugging Face repository, checks its digests and stages it.",
  positionals: [{name: "OWNER/NAME", description: "the model repository"}],
  options: {
    revision: {kind: "text", value: "REVISION", description: "a branch, tag or commit", default: "main"},
    output: {kind: "text", value: "FOLDER", description: "where the model goes", default: stagedDirectory}
  },
  async run({positionals: [repository = ""], options}) {
    const {revision, output: directory} = options;
    const manifest = await pullModel(repository, {revision, directory, ...hubFromEnvironment(process.env)});
    console.log(`${describeManifest(manifest)}\n\nIt is in ${directory}.`);
  }
});
