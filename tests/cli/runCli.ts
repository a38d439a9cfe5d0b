import {execFile} from "node:child_process";
import {resolve} from "node:path";

export interface Finished {
  code: number | null;
  stdout: string;
  /** Without lines of progress, which depend on how busy the machine is. */
  stderr: string;
}

/** A line of `Progress` with a share or an amount of work, and the one that it ends with. */
const progress = /^\S.*( {2}\d+ %.*|: \S.* in [\d.]+ (ms|s|min|h)[^\n]*)\n/gm;

/** Runs a command of cli/ in a process of its own, in another project's directory, without the caller's MLflow server. */
export function runCli(
  command: string,
  args: readonly string[],
  project: string,
  variables: Readonly<Record<string, string>> = {}
): Promise<Finished> {
  const program = ["--import", import.meta.resolve("tsx"), resolve("cli", `${command}.ts`), ...args];
  const env = {...process.env, MLFLOW_TRACKING_URI: undefined, ...variables};
  return new Promise((done) => {
    const child = execFile(process.execPath, program, {cwd: project, env}, (_, stdout, stderr) =>
      done({code: child.exitCode, stdout, stderr: stderr.replace(progress, "")})
    );
  });
}
