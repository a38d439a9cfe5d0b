import {spawn} from "node:child_process";
import {createRequire} from "node:module";
import {dirname, join} from "node:path";
import process from "node:process";

const require = createRequire(import.meta.url);

/** Runs a package's program with its output shown, and returns its exit code. */
export function runProgram(packageName: string, program: string, args: readonly string[]): Promise<number> {
  const path = join(dirname(require.resolve(`${packageName}/package.json`)), program);
  const child = spawn(process.execPath, [path, ...args], {stdio: ["ignore", "inherit", "inherit"]});
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}
