import {rm} from "node:fs/promises";
import {runCommand} from "./command.js";

/** Everything that a command can make again; never the runs in mlruns/ or downloaded data. */
const outputs = ["dist", ".dist", "src/.observablehq", "tests/browser/screenshots"];

await runCommand({
  name: "clean",
  summary: "Removes the built report and its caches; runs, data and the LightGBM build stay.",
  options: {
    data: {kind: "switch", description: "remove data/ too"},
    lightgbm: {kind: "switch", description: "remove the LightGBM build too; building it again takes some minutes"}
  },
  async run({options}) {
    const more = [
      ...(options.data ? ["data"] : []),
      ...(options.lightgbm ? ["lightgbm-wasm/build", "lightgbm-wasm/dist"] : [])
    ];
    for (const path of [...outputs, ...more]) await rm(path, {recursive: true, force: true});
  }
});
