import {provideDetail} from "../../../data-loaders/experiments/writeExperiment.js";

// Written with `experiment.json`; this is for a preview that has lost it.
process.stdout.write(await provideDetail(process.argv, ".json"));
