import {strToU8, zipSync} from "fflate";
import {loadExperiment} from "../../data-loaders/experiments/loadExperiment.js";
import {formatJson} from "../lib/json.js";

const {details} = await loadExperiment();
process.stdout.write(
  zipSync(Object.fromEntries(details.map((run) => [`${run.runId}.json`, strToU8(formatJson(run))])))
);
