import process from "node:process";
import {hubFromEnvironment} from "../models/hub/connection.js";
import {publishModel} from "../models/hub/publishModel.js";
import {stagedDirectory} from "../models/staging/readStaged.js";
import {describeManifest} from "../src/lib/staged/describeManifest.js";
import {runCommand} from "./command.js";

await runCommand({
  name: "publish-model",
  summary: "Pushes the staged model with a model card to a Hugging Face repository; HF_TOKEN holds the access token.",
  positionals: [{name: "OWNER/NAME", description: "the model repository; created if there is none"}],
  options: {input: {kind: "text", value: "FOLDER", description: "where the model is", default: stagedDirectory}},
  async run({positionals: [repository = ""], options: {input: directory}}) {
    const {manifest, changed} = await publishModel(repository, {directory, ...hubFromEnvironment(process.env)});
    console.log(describeManifest(manifest));
    console.log(changed ? `\nPublished to ${repository}.` : `\n${repository} has this model already.`);
  }
});
