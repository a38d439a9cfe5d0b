import {readStaged} from "../../models/staging/readStaged.js";
import {formatJson} from "../lib/json.js";

process.stdout.write(formatJson((await readStaged()).manifest));
