import {spawn} from "node:child_process";
import {once} from "node:events";
import {existsSync} from "node:fs";
import {mkdir, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import process from "node:process";
import {expect, test} from "vitest";
import {type Command, execute} from "../../cli/command.js";
import type {Options} from "../../cli/options.js";
import {UserError} from "../../src/lib/errors.js";
import {itNeeds} from "../needs.js";

async function run<const O extends Options>(command: Command<O>, ...args: string[]) {
  const written = {stdout: "", stderr: ""};
  const exitCode = await execute(command, args, {
    stdout: {write: (text) => (written.stdout += text)},
    stderr: {write: (text) => (written.stderr += text)}
  });
  return {exitCode, ...written};
}

const options = {
  folds: {kind: "integer", description: "how many folds", default: 5, minimum: 2},
  name: {kind: "text", description: "the run's name"},
  set: {kind: "text", description: "a parameter", value: "KEY=VALUE", repeated: true},
  force: {kind: "switch", description: "do it again"}
} as const;

function command(act: Command<typeof options>["run"]): Command<typeof options> {
  return {
    name: "train",
    summary: "Trains a model.",
    positionals: [{name: "MODEL", description: "a model of the catalogue"}],
    options,
    run: act
  };
}

function failing(error: unknown) {
  return command(async () => {
    throw error;
  });
}

test("options arrive typed, with their defaults, and the words in order", async () => {
  let seen: unknown;
  const {exitCode} = await run(
    command(async ({options, positionals}) => {
      seen = {...options, positionals};
    }),
    ...["lightgbm", "--set", "a=1", "--force", "--set=b=2"]
  );
  expect(exitCode).toBe(0);
  expect(seen).toEqual({folds: 5, name: undefined, set: ["a=1", "b=2"], force: true, positionals: ["lightgbm"]});
});

test("help lists the words and the options and runs nothing", async () => {
  const {exitCode, stdout} = await run(failing(new Error("was run")), "--help");
  expect(exitCode).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "Trains a model.

    Usage: npm run train -- MODEL [options]

      MODEL            a model of the catalogue
      --folds N        how many folds (default: 5)
      --name TEXT      the run's name
      --set KEY=VALUE  a parameter (may be repeated)
      --force          do it again
      --help           show this text
    "
  `);
});

test.each([
  ["an unknown option", ["m", "--fold", "3"], "There is no option --fold. Did you mean --folds?"],
  ["a missing value", ["m", "--name"], "Option --name needs a value."],
  ["a value for a switch", ["m", "--force=yes"], "Option --force takes no value."],
  ["text for a number", ["m", "--folds", "five"], "Option --folds needs a whole number, not “five”."],
  ["a number out of range", ["m", "--folds", "1"], "Option --folds must be at least 2, not 1."],
  ["a missing word", [], "npm run train needs MODEL: a model of the catalogue."],
  ["a surplus word", ["m", "n"], "npm run train does not know what to do with “n”."]
])("%s is one line and exit code 1", async (_, args, line) => {
  expect(
    await run(
      command(async () => {}),
      ...args
    )
  ).toEqual({exitCode: 1, stdout: "", stderr: `${line}\n`});
});

test("a user's mistake is shown with its place and without a stack", async () => {
  const mistake = new UserError("csv-ragged-row", "Row 3 has 2 fields.", {file: "data/raw/train.csv", row: 3});
  const {exitCode, stderr} = await run(failing(mistake), "m");
  expect({exitCode, stderr}).toEqual({
    exitCode: 1,
    stderr: "Row 3 has 2 fields.\n  in data/raw/train.csv, row 3\n"
  });
});

test("errors of a package with a code in kebab-case are the user's too, Node's own are not", async () => {
  const missing = Object.assign(new Error("Install emscripten."), {code: "compiler-missing"});
  expect(await run(failing(missing), "m")).toEqual({exitCode: 1, stdout: "", stderr: "Install emscripten.\n"});
  const system = Object.assign(new Error("open failed"), {code: "EMFILE"});
  expect((await run(failing(system), "m")).exitCode).toBe(2);
});

test("a bug keeps its stack", async () => {
  const {exitCode, stderr} = await run(failing(new TypeError("x is undefined")), "m");
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/TypeError: x is undefined\n {4}at /);
});

test.each([
  ["SIGINT" as const, 130],
  ["SIGTERM" as const, 143]
])("%s aborts the signal of a command that took it", async (name, code) => {
  const {exitCode, stderr} = await run(
    command(async ({signal}) => {
      process.emit(name, name);
      signal.throwIfAborted();
    }),
    "m"
  );
  expect({exitCode, stderr}).toEqual({exitCode: code, stderr: "Interrupted.\n"});
  expect(process.listeners(name).map(({name}) => name)).not.toContain("interrupt");
});

test("errors of the file system are sentences that name the path", async () => {
  const folder = await mkdtemp(join(tmpdir(), "errors-"));
  try {
    const readFolder = () => readFile(folder);
    const writeBelowFile = async () => {
      await writeFile(join(folder, "file"), "");
      await writeFile(join(folder, "file", "below"), "");
    };
    const readNothing = () => readFile(join(folder, "nothing"));
    const makeAgain = () => mkdir(folder);
    const sentences = await Promise.all(
      [readFolder, writeBelowFile, readNothing, makeAgain].map((act) =>
        run(
          command(async () => void (await act())),
          "m"
        )
      )
    );
    expect(sentences.map(({exitCode}) => exitCode)).toEqual([1, 1, 1, 1]);
    expect(sentences.map(({stderr}) => stderr.replaceAll(folder, "F").replaceAll("\\", "/"))).toEqual([
      "There is a folder where a file is needed.\n",
      "F/file/below cannot be used: a part of its path is a file, not a folder.\n  in F/file/below\n",
      "There is no file F/nothing.\n  in F/nothing\n",
      "F cannot be written: something else has that name.\n  in F\n"
    ]);
  } finally {
    await rm(folder, {recursive: true});
  }
});

itNeeds("/dev/full", existsSync("/dev/full"))("a full disk is a sentence", async () => {
  const fill = command(async () => writeFile("/dev/full", "x"));
  expect(await run(fill, "m")).toMatchObject({
    exitCode: 1,
    stderr: "The disk is full.\n"
  });
});

test("a package that is not installed is a sentence", async () => {
  const name = "not-an-installed-package";
  const load = command(async () => void (await import(/* @vite-ignore */ name)));
  const {exitCode, stderr} = await run(load, "m");
  expect({exitCode, stderr}).toEqual({
    exitCode: 1,
    stderr: expect.stringMatching(/^Cannot find package.+Run: npm install\n$/)
  });
});

test("a reader that closes the output early is no mistake", async () => {
  const program = ["--import", "tsx", "cli/train.ts", "--help"];
  const child = spawn(process.execPath, program, {stdio: ["ignore", "pipe", "pipe"]});
  child.stdout.destroy();
  const errors: Buffer[] = [];
  child.stderr.on("data", (chunk) => errors.push(chunk));
  expect(await once(child, "close")).toEqual([0, null]);
  expect(Buffer.concat(errors).toString()).toBe("");
});
