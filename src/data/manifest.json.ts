import {readStaged} from "../../models/staging/readStaged.js";

process.stdout.write(JSON.stringify((await readStaged()).manifest));
