import {loadExperiment} from "../../data-loaders/runs/loadExperiment.js";

const {summary} = await loadExperiment();
process.stdout.write(JSON.stringify(summary));
