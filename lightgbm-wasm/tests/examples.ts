import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {unpackSource} from "../compile/source.js";
import {type CheckedParams, checkParams} from "../src/parameters.js";
import type {NumbersDigest} from "./outcome.js";

/** The folders of LightGBM's examples that train with its command line. */
export const exampleNames = [
  "binary_classification",
  "regression",
  "multiclass_classification",
  "lambdarank",
  "xendcg"
] as const;

export type ExampleName = (typeof exampleNames)[number];

export interface ExampleOutcome {
  text: string;
  evaluations: NumbersDigest;
}

export interface Example {
  path: string;
  params: CheckedParams;
  /** Names of the files with training and validation data. */
  data: string;
  validation: string;
}

const buildFolder = fileURLToPath(new URL("../build/", import.meta.url));

// What only LightGBM's command line understands.
const commandLine =
  /^(task|metric_freq|is_training_metric|data|valid_data|is_save_binary_file|output_model|num_machines|local_listen_port|machine_list_file)$/;

/** Reads an example's train.conf. */
export async function readExample(name: ExampleName): Promise<Example> {
  const path = join(await unpackSource({buildFolder}), "examples", name);
  const settings = new Map<string, string>();
  for (const line of (await readFile(join(path, "train.conf"), "utf8")).split("\n")) {
    const [key, value] = line.replace(/#.*/, "").split("=");
    if (value !== undefined) settings.set(key.trim(), value.trim());
  }
  const params = checkParams(Object.fromEntries([...settings].filter(([key]) => !commandLine.test(key))));
  return {path, params, data: settings.get("data") ?? "", validation: settings.get("valid_data") ?? ""};
}
