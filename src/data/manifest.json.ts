import {loadManifest} from "../../data-loaders/provide/loadSample.js";
import {formatJson} from "../lib/json.js";

process.stdout.write(formatJson(await loadManifest()));
