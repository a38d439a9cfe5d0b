import {buildReport} from "../site/build.js";
import {runCommand} from "./command.js";

await runCommand({
  name: "build",
  summary: "Builds the report into dist/, a folder that any static host can serve.",
  options: {"allow-missing": {kind: "switch", description: "leave out runs that cannot be read, instead of failing"}},
  run: ({options}) => buildReport({allowMissing: options["allow-missing"]})
});
