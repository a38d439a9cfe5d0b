import {execFileSync, spawn} from "node:child_process";
import {once} from "node:events";
import {readdir, stat} from "node:fs/promises";
import {tmpdir} from "node:os";
import process from "node:process";
import {setTimeout as wait} from "node:timers/promises";
import {beforeAll, describe, expect, it} from "vitest";
import {ensureBuilt} from "../../lightgbm-wasm/build.js";
import {RandomSource} from "../../src/lib/random.js";
import {sweepCopies} from "./copy.js";
import {ensurePython} from "./pythonEnvironment.js";

// Interrupts npm test itself, in the checkout that this runs in, at random moments of its first minutes: on a terminal
// (Ctrl-C reaches the whole group), by the id of npm alone, and by a kill that nothing can catch.

/** STRESS_SEED gives other moments. */
const seed = Number(process.env.STRESS_SEED ?? 1);
const longest = Number(process.env.STRESS_SECONDS ?? 120);

const random = new RandomSource(seed);
const ways = ["Ctrl-C", "SIGTERM to npm", "SIGKILL to the group"] as const;
const moments = Array.from({length: 10}, (_, i) => ({
  way: ways[i % ways.length],
  seconds: Number((random.uniform() * longest).toFixed(1))
}));

const git = (...words: string[]) => execFileSync("git", words, {encoding: "utf8", maxBuffer: 1e8});

/** What git says, and each file that it ignores with its size and time; of the packages the first level. */
async function state(): Promise<Record<string, string>> {
  const ignored = git("ls-files", "-z", "--others", "--ignored", "--exclude-standard").split("\0");
  const files = ignored.filter((path) => path !== "" && !path.startsWith("node_modules/"));
  files.push(...(await readdir("node_modules")).map((name) => `node_modules/${name}`));
  const described = files.sort().map(async (path) => {
    const {size, mtimeMs} = await stat(path);
    return [path, path.startsWith("node_modules/") ? "" : `${size} bytes, ${mtimeMs}`] as const;
  });
  return {
    git: git("status", "--porcelain", "--ignored"),
    diff: git("diff"),
    ...Object.fromEntries(await Promise.all(described))
  };
}

const copies = async () => (await readdir(tmpdir())).filter((name) => name.startsWith("report-tests-")).sort();

function interrupt(pid: number, way: (typeof ways)[number]): void {
  if (way === "SIGTERM to npm") process.kill(pid, "SIGTERM");
  else process.kill(-pid, way === "Ctrl-C" ? "SIGINT" : "SIGKILL");
}

describe.skipIf(process.platform === "win32")(`npm test, interrupted (seed ${seed})`, () => {
  beforeAll(async () => {
    // What is made once and kept.
    execFileSync(process.execPath, ["cli/install.mjs"]);
    await ensureBuilt();
    await ensurePython();
  }, 1_800_000);

  it.each(moments)(
    "by $way after $seconds s leaves everything as it was",
    async ({way, seconds}) => {
      const before = {files: await state(), copies: await copies()};
      // In a group of its own, as a terminal starts it.
      const npm = spawn("npm", ["test"], {detached: true, stdio: "ignore"});
      const ended = once(npm, "exit");
      if (npm.pid === undefined) throw new Error("npm did not start");
      await wait(seconds * 1000);
      interrupt(npm.pid, way);
      await ended;
      // What the next start does: a kill may come before there is anyone else to clear up.
      if (way === "SIGKILL to the group") await sweepCopies(process.cwd());
      await expect.poll(copies, {timeout: 60_000}).toEqual(before.copies);
      expect(await state()).toEqual(before.files);
    },
    (longest + 120) * 1000
  );
});
