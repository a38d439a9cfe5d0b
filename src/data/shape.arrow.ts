import {loadModelShape} from "../../data-loaders/profile/loadModelShape.js";
import {writeModelShape} from "../lib/profile/modelShape.js";

process.stdout.write(writeModelShape(await loadModelShape()));
