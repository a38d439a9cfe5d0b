import {execFile, execFileSync} from "node:child_process";
import {createHash} from "node:crypto";
import {mkdtempSync, rmdirSync} from "node:fs";
import {cp, mkdir, mkdtemp, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import process from "node:process";
import {afterAll, beforeAll, beforeEach, describe, expect, it} from "vitest";
import {writeDemo} from "../../data-loaders/demo/writeDemo.js";
import {listFiles} from "../../dataset/files.js";
import {itNeeds} from "../needs.js";
import {type Finished, runCli} from "./runCli.js";

// Every command on a disk that is full after so many bytes, more and more of them until there are enough: it ends with
// one sentence that names the file, and everything that was there before still is.

const mount = (...words: string[]) => execFileSync("mount", words, {stdio: "pipe"});
const unmount = (folder: string) => execFileSync("umount", [folder]);

/** Root may on Linux, but not in every container. */
function mayMount(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), "mount-"));
  try {
    mount("-t", "tmpfs", "tmpfs", folder);
    unmount(folder);
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(folder);
  }
}
const mountable = mayMount();
const large = "400m";

/** A small disk with a project on it: a tmpfs where this process may mount one, a folder of the checkout otherwise. */
let disk: string;
let project: string;
/** The project as every test begins with it. */
let pristine: string;

/** Leaves so many bytes free. */
function leave(bytes: number): void {
  mount("-o", `remount,size=${large}`, disk);
  const used = Number(execFileSync("df", ["--output=used", "-B1", disk], {encoding: "utf8"}).split("\n")[1]);
  mount("-o", `remount,size=${Math.max(4096, used + bytes)}`, disk);
}

beforeAll(async () => {
  // Inside of the checkout, where sites find the packages.
  disk = await mkdtemp(join("tests", "fixtures", ".disk-"));
  if (mountable) mount("-t", "tmpfs", "-o", `size=${large}`, "tmpfs", disk);
  project = join(disk, "project");
  await mkdir(join(disk, "tmp"));
  await writeDemo(join(project, "data", "raw"), {rows: 300});
  await cp(join("tests", "fixtures", "sites"), join(project, "sites"), {recursive: true});
  await run("kfolds");
  await run("train", "lightgbm", ...quick, "--name", "first");
  await run("train", "lightgbm", ...quick, "--set", "num_leaves=5", "--name", "other");
  await run("stagemodel", "first");
  await run("predict", "--output", "scores.csv");
  await build();
  pristine = await mkdtemp(join(tmpdir(), "disk-full-"));
  await cp(project, pristine, {recursive: true, preserveTimestamps: true, verbatimSymlinks: true});
});
beforeEach(async () => {
  if (mountable) leave(2 ** 28);
  await rm(project, {recursive: true});
  await cp(pristine, project, {recursive: true, preserveTimestamps: true, verbatimSymlinks: true});
});
afterAll(async () => {
  if (mountable) unmount(disk);
  await rm(disk, {recursive: true, force: true});
  await rm(pristine, {recursive: true, force: true});
});

const quick = ["--set", "num_iterations=3", "--set", "min_data_in_leaf=20"];

async function run(command: string, ...words: string[]): Promise<void> {
  const {code, stderr} = await runCli(command, words, project);
  expect({command, code, stderr: code === 0 ? "" : stderr}).toEqual({command, code: 0, stderr: ""});
}

/** `npm run build` on a small site. */
function build(prefix: readonly string[] = []): Promise<Finished> {
  const module = (path: string) => JSON.stringify(resolve(path));
  const code = `
    import {execute} from ${module("cli/command.ts")};
    import {buildSite} from ${module("site/build.ts")};
    const run = () => buildSite({project: ${JSON.stringify(join(project, "sites", "sound"))}, quiet: true});
    process.exitCode = await execute({name: "build", summary: "", options: {}, run}, []);`;
  return start([...prefix, process.execPath, "--import", "tsx", "--input-type=module", "-e", code], process.cwd());
}

function start([program, ...words]: readonly string[], cwd: string): Promise<Finished> {
  const env = {...process.env, MLFLOW_TRACKING_URI: undefined, TMPDIR: resolve(disk, "tmp")};
  return new Promise((done) => {
    const child = execFile(program, words, {cwd, env}, (_, stdout, stderr) =>
      done({code: child.exitCode, stdout, stderr})
    );
  });
}

const cli = (prefix: readonly string[], command: string, ...words: string[]) =>
  start(
    [...prefix, process.execPath, "--import", import.meta.resolve("tsx"), resolve("cli", `${command}.ts`), ...words],
    project
  );

type Run = (prefix: readonly string[]) => Promise<Finished>;

/** What writes, and the most bytes that it is tried with. */
const commands: Record<string, {run: Run; most?: number}> = {
  "datafetch --demo": {run: (prefix) => cli(prefix, "datafetch", "--demo", "--rows", "300", "--seed", "7")},
  "datafetch --train": {
    run: (prefix) => cli(prefix, "datafetch", "--train", "data/raw/train.csv", "--data", "own")
  },
  kfolds: {run: (prefix) => cli(prefix, "kfolds", "--seed", "7")},
  train: {run: (prefix) => cli(prefix, "train", "lightgbm", ...quick, "--name", "second")},
  stagemodel: {run: (prefix) => cli(prefix, "stagemodel", "other")},
  predict: {run: (prefix) => cli(prefix, "predict", "--output", "scores.csv", "--probability")},
  build: {run: build},
  // Its data alone is 30 MB, and its training takes minutes.
  record: {run: (prefix) => cli(prefix, "record"), most: 2 ** 22}
};

/** The digest of every file of the project. What a build keeps to be faster the next time is nobody's loss. */
async function contents(): Promise<Map<string, string>> {
  const files = (await listFiles(project)).filter((path) => !/(^|\/)(\.observablehq|\.cache)\//.test(path));
  const digests = files.map(async (path) => {
    const content = await readFile(join(project, path));
    return [path, createHash("sha256").update(content).digest("hex")] as const;
  });
  return new Map(await Promise.all(digests));
}

function expectOneSentence(code: number | null, stderr: string, place: string): void {
  expect(code, place).toBe(1);
  expect(stderr, place).not.toMatch(/^\s+at /m);
  // A sentence, and perhaps its place once more.
  expect(stderr, place).toMatch(/^(The disk is full: )?[\w./-]+ cannot be written\b.*\.\n( {2}in \S+\n)?$|free\.$/m);
}

/** Runs a command with more and more bytes until it succeeds. */
async function fill(name: string, give: (bytes: number) => readonly string[]): Promise<void> {
  const {run, most = 2 ** 28} = commands[name];
  const before = await contents();
  let failures = 0;
  for (let bytes = 1024; bytes <= most; bytes *= 4) {
    const {code, stderr} = await run(give(bytes));
    if (mountable) leave(2 ** 28);
    if (code === 0) break;
    failures++;
    const place = `${name}, ${bytes} bytes: ${stderr}`;
    expectOneSentence(code, stderr, place);
    const after = await contents();
    for (const [path, digest] of before) expect({path, digest: after.get(path)}, place).toEqual({path, digest});
    expect(
      [...after.keys()].filter((path) => path.includes(".partial")),
      place
    ).toEqual([]);
  }
  expect(failures).toBeGreaterThan(0);
}

describe("on a disk that is full", () => {
  for (const name of Object.keys(commands))
    itNeeds("a small disk, which root may mount on Linux", mountable)(
      name,
      () =>
        fill(name, (bytes) => {
          leave(bytes);
          return [];
        }),
      600_000
    );
});

itNeeds("a small disk, which root may mount on Linux", mountable)(
  "share, once the report is built",
  async () => {
    const output = join(disk, "shared");
    leave(2 ** 14);
    const words = ["--import", "tsx", join("cli", "share.ts"), "--output", output];
    const {code, stderr} = await start([process.execPath, ...words], process.cwd());
    expectOneSentence(code, stderr, stderr);
    expect(await listFiles(output)).toEqual([]);
  },
  600_000
);

describe.skipIf(process.platform === "win32")("where files may not be larger than so many bytes", () => {
  for (const name of Object.keys(commands))
    it(name, () => fill(name, (bytes) => ["bash", "-c", `ulimit -f ${bytes / 1024}; exec "$@"`, "limit"]), 600_000);
});
