import {readStaged} from "../../data-loaders/staged/readStaged.js";

process.stdout.write((await readStaged()).model);
