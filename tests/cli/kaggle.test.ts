import {spawn} from "node:child_process";
import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from "node:fs";
import {createRequire} from "node:module";
import {join} from "node:path";
import process from "node:process";
import {text} from "node:stream/consumers";
import {pathToFileURL} from "node:url";
import {describe, expect, it} from "vitest";
import {competitionFiles, cutAt, startKaggle, temporaryDirectory} from "../data-loaders/kaggle/setUp.js";
import {key, type StandInKaggle, username} from "../fixtures/kaggle/standInKaggle.js";

const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
const secrets = [key, Buffer.from(`${username}:${key}`).toString("base64"), "Signature=", "sealed1"];

/** Runs a command of the project in an empty directory, whose `.kaggle/kaggle.json` is the only credentials. */
async function run(kaggle: StandInKaggle, directory: string, command: string, ...args: string[]) {
  const program = join(import.meta.dirname, "../../cli", `${command}.ts`);
  const {PATH} = process.env;
  const {KAGGLE_API_ENDPOINT} = kaggle.env;
  const child = spawn(process.execPath, ["--import", tsx, program, ...args, "--competition", kaggle.competition], {
    cwd: directory,
    env: {PATH, HOME: directory, USERPROFILE: directory, KAGGLE_API_ENDPOINT}
  });
  const [stdout, stderr, exitCode] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.on("close", resolve))
  ]);
  return {stdout, stderr, exitCode};
}

function project(password = key): string {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, ".kaggle"));
  writeFileSync(join(directory, ".kaggle", "kaggle.json"), JSON.stringify({username, key: password}), {mode: 0o600});
  return directory;
}

/** The text of everything below a directory. */
function contents(directory: string): string {
  return readdirSync(directory, {recursive: true, encoding: "utf8"})
    .map((name) => join(directory, name))
    .map((path) => path + (statSync(path).isFile() ? readFileSync(path, "latin1") : ""))
    .join("\n");
}

describe("npm run datafetch", () => {
  it("fetches once, and leaves no secret in output, data or caches, not even when it fails between", async () => {
    const kaggle = await startKaggle();
    kaggle.publish(competitionFiles(50));
    const directory = project();
    const data = join(directory, "data");
    kaggle.storage.server.faults.push(cutAt(join(data, "kaggle", "stand-in.zip"), 700));
    const first = await run(kaggle, directory, "datafetch");
    expect(first).toMatchObject({exitCode: 0, stdout: `${join("data", "raw")}: Kaggle's files\n`});
    expect(first.stderr).toMatch(/^The connection to 127\.0\.0\.1:\d+ broke off \(\w+\); trying again in 1 s\.\n$/);
    const second = await run(kaggle, directory, "datafetch");
    expect(second).toEqual({exitCode: 0, stdout: `${join("data", "raw")}: already what Kaggle has\n`, stderr: ""});

    const everything = contents(data) + Object.values(first).join() + Object.values(second).join();
    for (const secret of secrets) expect(everything).not.toContain(secret);
    // Only the API got the credentials.
    expect(kaggle.api.requests.every(({headers}) => headers.authorization !== undefined)).toBe(true);
    expect(kaggle.storage.server.requests.some(({headers}) => headers.authorization !== undefined)).toBe(false);
  });

  it("lists the files", async () => {
    const kaggle = await startKaggle();
    kaggle.publish({"train.csv": new Uint8Array(1_234_567)});
    const {stdout} = await run(kaggle, project(), "datafetch", "--list");
    expect(stdout).toBe("   1.2 MB  2019-02-12  train.csv\n");
  });

  it("tells a mistake in one line, without a stack trace or a secret, and leaves nothing behind", async () => {
    const kaggle = await startKaggle();
    const directory = project("wrong-password");
    const {exitCode, stdout, stderr} = await run(kaggle, directory, "datafetch");
    expect({exitCode, stdout}).toEqual({exitCode: 1, stdout: ""});
    expect(stderr).toBe(
      "Kaggle does not accept the credentials from ~/.kaggle/kaggle.json (“Unauthorized”). Create new ones at https://www.kaggle.com/settings.\n"
    );
    expect(existsSync(join(directory, "data", "raw"))).toBe(false);
  });
});

it("npm run submit checks, uploads, enters and shows the score", async () => {
  const kaggle = await startKaggle();
  const directory = project();
  writeFileSync(join(directory, "submission.csv"), "ID_code,target\ntest_0,0.25\n");
  const {exitCode, stdout, stderr} = await run(kaggle, directory, "submit", "--message", "the tuned one");
  expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: ""});
  expect(stdout).toBe("Submitted 1 rows of submission.csv to stand-in.\nPublic score 0.89, private score 0.88.\n");
  expect(kaggle.entries).toMatchObject([{submissionDescription: "the tuned one"}]);
});
