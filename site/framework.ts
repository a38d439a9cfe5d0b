import {spawn} from "node:child_process";
import {createRequire} from "node:module";
import {dirname, join} from "node:path";
import process from "node:process";
import {UserError} from "../src/lib/errors.js";
import {dropLoaderOutputs, seedVersions} from "./frameworkCache.js";

const observable = join(
  dirname(createRequire(import.meta.url).resolve("@observablehq/framework/package.json")),
  "dist/bin/observable.js"
);

export interface FrameworkOptions {
  /** The folder of `observablehq.config.ts`. */
  project?: string;
  /** A command that the process is started with, such as one that takes the network away. */
  prefix?: readonly string[];
  quiet?: boolean;
}

/**
 * Builds `dist/` with fresh outputs of every data loader.
 * @throws UserError build-failed; Framework's own messages are on stderr by then
 */
export async function buildPages(options: FrameworkOptions = {}): Promise<void> {
  const {project = "."} = options;
  await seedVersions(project);
  await dropLoaderOutputs(project);
  const code = await runFramework(["build"], options);
  if (code !== 0) throw new UserError("build-failed", "The report was not built; Framework's messages are above.");
}

/** Runs the preview server, which rebuilds as files change, until it is stopped. */
export async function previewPages(args: readonly string[]): Promise<void> {
  await seedVersions(".");
  await runFramework(["preview", ...args]);
}

function runFramework(
  args: readonly string[],
  {project = ".", prefix = [], quiet = false}: FrameworkOptions = {}
): Promise<number> {
  const [command, ...rest] = [...prefix, process.execPath, "--no-warnings=ExperimentalWarning", observable, ...args];
  const child = spawn(command, rest, {
    cwd: project,
    stdio: quiet ? "ignore" : "inherit",
    env: {...process.env, OBSERVABLE_TELEMETRY_DISABLE: "1"}
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}
