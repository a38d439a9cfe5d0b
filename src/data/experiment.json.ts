import {writeExperiment} from "../../data-loaders/experiments/writeExperiment.js";

process.stdout.write(await writeExperiment());
