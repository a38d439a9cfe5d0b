import {readStaged} from "../../models/staging/readStaged.js";

process.stdout.write((await readStaged()).transformations ?? "[]");
