import {apiAddresses} from "../../data-loaders/inference/apiAddresses.js";

process.stdout.write(JSON.stringify(apiAddresses(process.env)));
