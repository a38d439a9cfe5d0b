import {apiAddresses} from "../../data-loaders/inference/apiAddresses.js";
import {formatJson} from "../lib/json.js";

process.stdout.write(formatJson(apiAddresses(process.env)));
