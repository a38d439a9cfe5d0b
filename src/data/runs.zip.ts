import {strToU8, zipSync} from "fflate";
import {loadExperiment} from "../../data-loaders/experiments/loadExperiment.js";

const {details} = await loadExperiment();
process.stdout.write(
  zipSync(Object.fromEntries(details.map((run) => [`${run.runId}.json`, strToU8(JSON.stringify(run))])))
);
