import {spawn} from "node:child_process";

export interface CommandResult {
  /** The exit code; 127 if there is no such program. */
  status: number;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end and collects what it says. */
export function run(
  program: string,
  args: readonly string[],
  {cwd, env}: {cwd?: string; env?: Record<string, string>} = {}
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {cwd, env: {...process.env, ...env}, stdio: ["ignore", "pipe", "pipe"]});
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", (error) => resolve({status: 127, stdout, stderr: error.message}));
    child.on("close", (status) => resolve({status: status ?? 1, stdout, stderr}));
  });
}
