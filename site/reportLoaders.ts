import process from "node:process";
import type {LoaderTable} from "./loaderCache.js";
import {detailsFolder} from "./output/runDetails.js";

const atHand = ["data/raw/source.json", "data/card.md"];
const runs = ["mlruns", "models/recorded", "models/staged", ...atHand];

export interface ReportLoadersOptions {
  /** Runs that cannot be read are left out. */
  allowMissing?: boolean;
}

/** What the report's data loaders read. A loader that is not here runs at every build. */
export function reportLoaders(
  env: NodeJS.ProcessEnv = process.env,
  {allowMissing = false}: ReportLoadersOptions = {}
): LoaderTable {
  // A tracking server does not say when its runs changed, files do not say which experiment was read; and what lacks runs is not to be used again.
  const isNamed = [env.MLFLOW_TRACKING_URI, env.MLFLOW_EXPERIMENT_NAME].some((name) => name !== undefined);
  const always = isNamed || allowMissing;
  return {
    "data/experiment.json": {files: runs, always, folder: detailsFolder},
    "data/features.arrow": {files: ["data/raw", "data/card.md"]},
    "data/correlations.bin": {files: ["data/raw"]},
    "data/trainOrTest.json": {files: ["data/raw", "lightgbm-wasm/dist/lightgbm.stamp"]},
    "data/shape.arrow": {files: ["data/raw", "models/staged"]},
    // From the environment alone.
    "data/inference.json": {always: true},
    "data/manifest.json": {files: ["models/staged", ...atHand]},
    "data/model.bin": {files: ["models/staged"]},
    "data/transformations.bin": {files: ["models/staged"]},
    "data/monitor.json": {files: ["data/monitor", "models/staged"]},
    "data/sample.json": {files: ["models/staged", ...atHand]}
  };
}
