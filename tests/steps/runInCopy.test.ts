import {type ChildProcess, execFileSync, spawn, spawnSync} from "node:child_process";
import {once} from "node:events";
import {mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import process from "node:process";
import {createInterface} from "node:readline";
import {pathToFileURL} from "node:url";
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {listFiles} from "../../dataset/files.js";
import {copyFolder, sweepCopies} from "./copy.js";
import {isRunning} from "./processes.js";

/** What a contributor has in a checkout and git does not. */
const own = {"data/raw/train.csv": "ID_code\n", "mlruns/0/meta.yaml": "name: own\n", ".env": "KEY=own\n"};

/** Changes all there is, starts a process that outlives it, and waits to be ended, or ends by itself. */
const program = `
import {spawn} from "node:child_process";
import {existsSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {endWithParent} from "${new URL("runInCopy.ts", import.meta.url).href}";
const finish = endWithParent();
const idle = spawn(process.execPath, ["-e", "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"], {
  detached: true,
  stdio: "ignore"
});
const seen = ["data", "mlruns", ".env", "new.ts"].filter((path) => existsSync(path));
for (const name of ["tracked.ts", ".env", "left-over.ts"]) writeFileSync(name, "changed");
const packages = await Promise.all([import("a-package"), import("a-workspace")]);
rmSync("workspace/index.js");
console.log(JSON.stringify({root: process.cwd(), idle: idle.pid}));
const words = process.argv.slice(2);
if (words.includes("wait")) setInterval(() => {}, 1000);
else finish({seen, packages: packages.map(({name}) => name), secret: process.env.KAGGLE_KEY ?? null});
`;

const runner = `
import {runCommand} from "${new URL("../../cli/command.ts", import.meta.url).href}";
import {runInCopy} from "${new URL("runInCopy.ts", import.meta.url).href}";
await runCommand({
  name: "test",
  summary: "",
  positionals: [{name: "WORD", description: "", optional: true}],
  options: {},
  async run({positionals, signal}) {
    const words = ["--import", "${import.meta.resolve("tsx")}", "program.ts", ...positionals];
    console.log(JSON.stringify(await runInCopy(process.cwd(), words, {signal})));
  }
});
`;

let checkout: string;
let temporary: string;
beforeEach(async () => {
  temporary = await realpath(await mkdtemp(join(tmpdir(), "own-")));
  checkout = join(temporary, "project");
  const files = {
    ...own,
    ".gitignore": "/data/\n/mlruns/\n.env\nnode_modules/\n",
    "package.json": JSON.stringify({type: "module", workspaces: ["workspace"]}),
    "program.ts": program,
    "runner.ts": runner,
    "tracked.ts": "tracked",
    "new.ts": "new",
    "workspace/package.json": JSON.stringify({name: "a-workspace", type: "module", exports: "./index.js"}),
    "workspace/index.js": `export const name = import.meta.url;`,
    "node_modules/a-package/package.json": JSON.stringify({name: "a-package", type: "module", exports: "./index.js"}),
    "node_modules/a-package/index.js": `export const name = "installed";`
  };
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(checkout, path)), {recursive: true});
    await writeFile(join(checkout, path), content);
  }
  await symlink("../workspace", join(checkout, "node_modules/a-workspace"), "junction");
  execFileSync("git", ["init", "--quiet"], {cwd: checkout});
  execFileSync("git", ["add", "tracked.ts"], {cwd: checkout});
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(temporary, {recursive: true, force: true});
});

interface Runner {
  child: ChildProcess;
  /** The lines that it prints, and the program in the copy. */
  lines: AsyncIterator<string>;
}

function start(...words: string[]): Runner {
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), "runner.ts", ...words], {
    cwd: checkout,
    env: {...process.env, TMPDIR: temporary, TEMP: temporary, KAGGLE_KEY: "own", MLFLOW_TRACKING_URI: "http://own/"},
    stdio: ["ignore", "pipe", "inherit"]
  });
  return {child, lines: createInterface(child.stdout)[Symbol.asyncIterator]()};
}

const nextLine = async ({lines}: Runner) => JSON.parse((await lines.next()).value);

/** Every file of the checkout, ignored or not, and git's own. */
async function contents(): Promise<Record<string, string>> {
  const paths = await listFiles(checkout);
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, await readFile(join(checkout, path), "latin1")]))
  );
}

const copies = async () => (await readdir(temporary)).filter((name) => name.startsWith("report-tests-"));

describe("a program that runs in a copy of the checkout", () => {
  it("sees what git sees, and the copy's own workspaces, and changes nothing outside", async () => {
    const before = await contents();
    const run = start();
    const {root, idle} = await nextLine(run);
    expect(root).not.toBe(checkout);
    const workspace = pathToFileURL(join(root, "workspace/index.js")).href;
    expect(await nextLine(run)).toEqual({seen: ["new.ts"], packages: ["installed", workspace], secret: null});
    expect(run.child.exitCode ?? (await once(run.child, "exit"))[0]).toBe(0);
    expect(await contents()).toEqual(before);
    expect(await copies()).toEqual([]);
    await expect.poll(() => isRunning(idle)).toBe(false);
  });

  it.skipIf(process.platform === "win32").each([
    ["SIGINT" as const, [130, null]],
    ["SIGTERM" as const, [143, null]],
    ["SIGKILL" as const, [null, "SIGKILL"]]
  ])("ends with all that it started when %s ends the runner", async (signal, ending) => {
    const before = await contents();
    const run = start("wait");
    const {idle} = await nextLine(run);
    run.child.kill(signal);
    expect(await once(run.child, "exit")).toEqual(ending);
    // After SIGKILL the program itself has to notice.
    await expect.poll(copies, {timeout: 20_000}).toEqual([]);
    await expect.poll(() => isRunning(idle)).toBe(false);
    expect(await contents()).toEqual(before);
  });

  it("is preceded by the removal of a copy whose runner and program were both killed", async () => {
    vi.stubEnv("TMPDIR", temporary);
    vi.stubEnv("TEMP", temporary);
    const {pid} = spawnSync(process.execPath, ["--eval", ""]);
    await mkdir(join(await copyFolder(checkout, pid), "checkout/data"), {recursive: true});
    expect(await copies()).toHaveLength(1);
    await sweepCopies(checkout);
    expect(await copies()).toEqual([]);
  });
});
