import {readStaged} from "../../data-loaders/staged/readStaged.js";

process.stdout.write(JSON.stringify((await readStaged()).manifest));
