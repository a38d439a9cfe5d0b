import {loadFeatureProfiles} from "../../data-loaders/profile/loadFeatureProfiles.js";
import {writeProfiles} from "../lib/profile/profileTable.js";

process.stdout.write(writeProfiles(await loadFeatureProfiles()));
