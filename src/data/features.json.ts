import {loadFeatureProfiles} from "../../data-loaders/profile/loadFeatureProfiles.js";
import {formatJson} from "../lib/json.js";

process.stdout.write(formatJson(await loadFeatureProfiles()));
