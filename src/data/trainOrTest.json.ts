import {loadTrainOrTest} from "../../data-loaders/profile/loadTrainOrTest.js";
import {formatJson} from "../lib/json.js";

process.stdout.write(formatJson(await loadTrainOrTest()));
