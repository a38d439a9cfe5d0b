import {loadCorrelations} from "../../data-loaders/profile/correlations.js";

process.stdout.write(await loadCorrelations());
