import {spawn} from "node:child_process";
import {mkdir} from "node:fs/promises";
import {createRequire} from "node:module";
import {dirname, join} from "node:path";
import process from "node:process";
import {createInterface} from "node:readline";
import {describeFileError} from "../dataset/files.js";
import {UserError} from "../src/lib/errors.js";
import {LoaderCache, type LoaderTable} from "./loaderCache.js";
import {copyRunDetails} from "./output/runDetails.js";
import {PreviewRefresh} from "./previewRefresh.js";
import {bundleWorkspacePackages} from "./workspacePackages.js";

const observable = join(
  dirname(createRequire(import.meta.url).resolve("@observablehq/framework/package.json")),
  "dist/bin/observable.js"
);

const buildProcess = new URL("./buildProcess.mjs", import.meta.url).href;

export interface FrameworkOptions {
  /** The folder of `observablehq.config.ts`. */
  project?: string;
  /** The folder that a build writes, from the project's; `dist` if left out. */
  output?: string;
  /** Loaders that need not run at every build. */
  loaders?: LoaderTable;
  /** A command that the process is started with, such as one that takes the network away. */
  prefix?: readonly string[];
  quiet?: boolean;
  /** Environment variables for the configuration and the loaders. */
  env?: Readonly<Record<string, string>>;
  /** Called with what Framework and the loaders warn of. */
  onNotice?: (sentence: string) => void;
}

/**
 * Builds the pages into a folder. A data loader runs unless its last output is known to be fresh.
 * @throws UserError build-failed, with a loader's own sentence if it has one; else Framework's messages are on stderr by then
 */
export async function buildPages(options: FrameworkOptions = {}): Promise<void> {
  const {project = ".", output = "dist", loaders = {}} = options;
  await seedVersions(project);
  await bundleWorkspacePackages(project);
  await new LoaderCache(project, loaders).dropStale();
  const lines: string[] = [];
  const onLine = (line: string) => lines.push(line);
  const code = await runFramework(["build"], {...options, nodeOptions: ["--import", buildProcess], onLine});
  if (code === 0) {
    await copyRunDetails(project, output);
    for (const line of lines.filter((each) => /^(warning|error)\b/i.test(each))) options.onNotice?.(line);
    return;
  }
  const sentence = lines
    .map((line) => /^(?:UserError|Unexpected error): (.+)/.exec(line)?.[1])
    .find((each) => each !== undefined);
  const fault = /^(E[A-Z]+): /.exec(sentence ?? "")?.[1];
  if (fault !== undefined)
    throw describeFileError(Object.assign(new Error(sentence), {code: fault}), join(project, output));
  if (sentence !== undefined) throw new UserError("build-failed", `The report was not built. ${sentence}`);
  if (!options.quiet) process.stderr.write(`${lines.join("\n")}\n`);
  throw new UserError("build-failed", "The report was not built; Framework's messages are above.");
}

export interface PreviewOptions extends FrameworkOptions {
  port: number;
  /** Ends the preview. */
  signal?: AbortSignal;
}

/** Runs the preview server until it is ended. Pages reload as they, their loaders or their loaders' inputs change. */
export async function previewPages({port, ...options}: PreviewOptions): Promise<void> {
  const {project = ".", loaders = {}} = options;
  await seedVersions(project);
  await bundleWorkspacePackages(project);
  using refresh = new PreviewRefresh(project, loaders);
  await refresh.start();
  await runFramework(["preview", "--no-open", "--port", String(port)], options);
}

function runFramework(
  args: readonly string[],
  {
    project = ".",
    output = "dist",
    prefix = [],
    nodeOptions = [],
    quiet = false,
    env = {},
    signal,
    onLine
  }: FrameworkOptions & {nodeOptions?: readonly string[]; signal?: AbortSignal; onLine?: (line: string) => void}
): Promise<number> {
  const [command = process.execPath, ...rest] = [
    ...prefix,
    process.execPath,
    "--no-warnings=ExperimentalWarning",
    ...nodeOptions,
    observable,
    ...args
  ];
  const child = spawn(command, rest, {
    cwd: project,
    stdio: onLine === undefined ? (quiet ? "ignore" : "inherit") : ["ignore", "pipe", "pipe"],
    env: {...process.env, ...env, OBSERVABLE_TELEMETRY_DISABLE: "1", REPORT_OUTPUT: output}
  });
  for (const stream of [child.stdout, child.stderr])
    if (stream !== null && onLine !== undefined) createInterface(stream).on("line", onLine);
  const end = () => child.kill();
  if (signal?.aborted) end();
  signal?.addEventListener("abort", end, {once: true});
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      signal?.removeEventListener("abort", end);
      resolve(code ?? 1);
    });
  });
}

/** Every library that Framework's client could import lazily, used or not. */
const lazyLibraries = [
  "@observablehq/plot",
  "@observablehq/sample-datasets",
  "apache-arrow",
  "arquero",
  "d3",
  "d3-dsv",
  "echarts",
  "htl",
  "leaflet",
  "lodash",
  "mapbox-gl",
  "parquet-wasm",
  "react",
  "react-dom",
  "topojson-client"
];

/**
 * Answers Framework's question for the latest version of each lazy library. It asks the npm registry unless its cache
 * has a directory named after any version; with these the build needs no network at all.
 */
async function seedVersions(project: string): Promise<void> {
  const npm = join(project, "src", ".observablehq", "cache", "_npm");
  await Promise.all(lazyLibraries.map((name) => mkdir(join(npm, `${name}@0.0.0`), {recursive: true})));
}
