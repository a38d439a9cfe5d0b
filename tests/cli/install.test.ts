import {spawnSync} from "node:child_process";
import {cp, mkdir, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import process from "node:process";
import {afterEach, beforeEach, expect, test} from "vitest";

let project: string;
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), "install-"));
  await mkdir(join(project, "cli"));
  await cp("cli/install.mjs", join(project, "cli/install.mjs"));
  await writeFile(join(project, "package-lock.json"), "{}");
});
afterEach(() => rm(project, {recursive: true}));

const check = () => spawnSync(process.execPath, ["cli/install.mjs", "--check"], {cwd: project, encoding: "utf8"});

test("a command before the packages are installed is one plain line", async () => {
  expect(check()).toMatchObject({
    status: 1,
    stdout: "",
    stderr: "The packages are not installed yet. Run: npm install\n"
  });
  await mkdir(join(project, "node_modules"));
  await writeFile(join(project, "node_modules/.package-lock.json"), "{}");
  expect(check()).toMatchObject({status: 0, stdout: "", stderr: ""});
});

test("every command looks for its packages first", async () => {
  const {scripts}: {scripts: Record<string, string>} = JSON.parse(await readFile("package.json", "utf8"));
  const commands = Object.values(scripts).filter((script) => / cli\/\S+\.ts$/.test(script));
  expect(commands.length).toBeGreaterThan(10);
  expect(commands.filter((script) => !/^node cli\/install\.mjs( --check)? && node --import tsx /.test(script))).toEqual(
    []
  );
});
