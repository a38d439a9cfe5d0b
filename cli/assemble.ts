import {assembleRuntime} from "../ops/image/assemble.js";
import {runCommand} from "./command.js";

await runCommand({
  name: "assemble",
  summary: "Puts what the server needs at run time, and nothing else, into a folder; the Dockerfile copies it.",
  positionals: [{name: "FOLDER", description: "where to; what is there is replaced"}],
  options: {},
  run: ({positionals: [folder = ""]}) => assembleRuntime(folder)
});
