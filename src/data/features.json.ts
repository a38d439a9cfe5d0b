import {loadFeatureProfiles} from "../../data-loaders/profile/loadFeatureProfiles.js";

process.stdout.write(JSON.stringify(await loadFeatureProfiles()));
