import {assembleRuntime} from "../ops/image/assemble.js";
import {runCommand} from "./command.js";

await runCommand({
  name: "assemble",
  summary: "Puts what the server needs at run time, and nothing else, into a folder, for the container image.",
  positionals: [{name: "FOLDER", description: "the folder to write; what is there is replaced"}],
  options: {},
  run: ({positionals: [folder = ""]}) => assembleRuntime(folder)
});
