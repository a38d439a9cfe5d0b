import {execFile} from "node:child_process";
import {resolve} from "node:path";

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

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
      done({code: child.exitCode, stdout, stderr})
    );
  });
}
