import {readStaged} from "../../models/staging/readStaged.js";

// Whichever file of the staged model scores: compiled trees, or an ONNX graph.
process.stdout.write((await readStaged()).model.content);
