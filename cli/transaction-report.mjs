#!/usr/bin/env node
// `npx transaction-report COMMAND …` in a checkout: the same commands as `npm run`, whose options npm does not touch.

import {spawn} from "node:child_process";
import {readFileSync} from "node:fs";
import {constants} from "node:os";
import {fileURLToPath} from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
/** @type {{scripts: Record<string, string>}} */
const {scripts} = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
const commands = Object.keys(scripts).filter((name) => scripts[name].endsWith(` cli/${name}.ts`));

const [command, ...options] = process.argv.slice(2);
if (command === "--help" || command === "-h") {
  console.log(`The commands of the transaction report.

Usage: npx transaction-report COMMAND [options]

Commands: ${commands.join(", ")}

npx transaction-report COMMAND --help describes one of them.`);
} else if (command === undefined || !commands.includes(command)) {
  const problem = command === undefined ? "Name a command" : `There is no command “${command}”; the commands are`;
  console.error(`${problem}: ${commands.join(", ")}.`);
  process.exitCode = 1;
} else {
  process.exitCode = await run(command, options);
}

/**
 * @param {string} name
 * @param {string[]} args
 */
async function run(name, args) {
  // The script's own programs, one after the other: checks of the installation, then the command.
  for (const program of scripts[name].split(" && ")) {
    const words = program.split(" ").slice(1);
    const code = await node(words.at(-1) === `cli/${name}.ts` ? [...words, ...args] : words);
    if (code !== 0) return code;
  }
  return 0;
}

/**
 * The exit code of a Node process of its own, which gets the signals that this one gets.
 * @param {string[]} args
 * @returns {Promise<number>}
 */
function node(args) {
  const child = spawn(process.execPath, args, {cwd: root, stdio: "inherit"});
  const signals = /** @type {const} */ (["SIGINT", "SIGTERM"]);
  // A terminal sends Ctrl-C to both.
  const forward = (/** @type {NodeJS.Signals} */ signal) => void (process.stdin.isTTY || child.kill(signal));
  for (const signal of signals) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      for (const name of signals) process.off(name, forward);
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
