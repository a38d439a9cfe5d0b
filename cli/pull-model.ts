import process from "node:process";
import {hubFromEnvironment} from "../models/hub/connection.js";
import {pullModel} from "../models/hub/pullModel.js";
import {stagedDirectory} from "../models/staging/readStaged.js";
import {pullRegistered} from "../models/staging/registerStaged.js";
import {isModelAddress} from "../models/tracking/modelRegistry.js";
import {openRunStore} from "../models/tracking/openRunStore.js";
import {describeManifest} from "../src/lib/staged/describeManifest.js";
import {runCommand} from "./command.js";

await runCommand({
  name: "pull-model",
  summary: "Fetches a model from a Hugging Face repository or MLflow's registry, checks its digests and stages it.",
  positionals: [
    {
      name: "MODEL",
      description: "the repository, as OWNER/NAME, or models:/NAME@champion in the store of MLFLOW_TRACKING_URI"
    }
  ],
  options: {
    revision: {kind: "text", value: "REVISION", description: "a branch, tag or commit", default: "main"},
    output: {kind: "text", value: "FOLDER", description: "where the model goes", default: stagedDirectory}
  },
  async run({positionals: [address = ""], options}) {
    const {revision, output: directory} = options;
    const manifest = isModelAddress(address)
      ? await pullRegistered(openRunStore(), address, directory)
      : await pullModel(address, {revision, directory, ...hubFromEnvironment(process.env)});
    console.log(`${describeManifest(manifest)}\n\nIt is in ${directory}.`);
  }
});
