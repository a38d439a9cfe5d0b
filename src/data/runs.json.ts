import {loadExperiment} from "../../data-loaders/experiments/loadExperiment.js";
import {formatJson} from "../lib/json.js";

const {summary} = await loadExperiment();
process.stdout.write(formatJson(summary));
