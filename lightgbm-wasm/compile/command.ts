import {spawn} from "node:child_process";

export interface CommandResult {
  /** The exit code; 127 if there is no such program. */
  status: number;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end, or until the signal ends it, and collects what it says. */
export function run(
  program: string,
  args: readonly string[],
  {cwd, env, signal}: {cwd?: string; env?: Record<string, string>; signal?: AbortSignal} = {}
): Promise<CommandResult> {
  return new Promise((resolve) => {
    // A group of its own, so that the signal ends what the program has started, too.
    const detached = signal !== undefined && process.platform !== "win32";
    const options = {cwd, env: {...process.env, ...env}, detached};
    const child = spawn(program, args, {...options, stdio: ["ignore", "pipe", "pipe"]});
    const end = () => {
      if (child.pid === undefined) return;
      if (!detached) child.kill("SIGINT");
      else if (child.exitCode === null) process.kill(-child.pid, "SIGINT");
    };
    if (signal?.aborted) end();
    signal?.addEventListener("abort", end, {once: true});
    const finish = (result: CommandResult) => {
      signal?.removeEventListener("abort", end);
      resolve(result);
    };
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", (error) => finish({status: 127, stdout, stderr: error.message}));
    child.on("close", (status) => finish({status: status ?? 1, stdout, stderr}));
  });
}
