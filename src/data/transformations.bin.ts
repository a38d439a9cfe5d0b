import {readStaged} from "../../models/staging/readStaged.js";

// Of a model that takes features as they are, nothing.
process.stdout.write((await readStaged()).transformations ?? "");
