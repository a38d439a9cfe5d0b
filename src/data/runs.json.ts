import {loadExperiment} from "../../data-loaders/experiments/loadExperiment.js";

const {summary} = await loadExperiment();
process.stdout.write(JSON.stringify(summary));
