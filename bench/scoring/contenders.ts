import {type ChildProcess, fork, spawn} from "node:child_process";
import {once} from "node:events";
import process from "node:process";
import {createInterface} from "node:readline";
import {fileURLToPath} from "node:url";
import {python} from "../../tests/python.js";

export interface Pass {
  cpuSeconds: number;
  wallSeconds: number;
  /** The first probabilities. */
  scores: number[];
}

/** A process that scores all rows once each time that it is asked to. */
export interface Contender {
  run(): Promise<Pass>;
  end(): void;
}

/** One of those in contender.ts. */
export async function startNode(name: string, folder: string): Promise<Contender> {
  const child = fork(fileURLToPath(new URL("./contender.ts", import.meta.url)), [name, folder], {
    execArgv: ["--import", "tsx"]
  });
  const next = async (): Promise<unknown> => (await Promise.race([once(child, "message"), failure(child, name)]))[0];
  await next();
  return {
    async run() {
      child.send("run");
      return readPass(await next());
    },
    end: () => child.kill()
  };
}

/** The wheel; undefined where there is no Python with LightGBM. */
export async function startPython(folder: string, threads: number): Promise<Contender | undefined> {
  if (python === undefined) return undefined;
  const program = fileURLToPath(new URL("./contender.py", import.meta.url));
  const child = spawn(python, [program, folder, String(threads)], {
    stdio: ["pipe", "pipe", "inherit"],
    env: {...process.env, OMP_NUM_THREADS: String(threads)}
  });
  const lines = createInterface({input: child.stdout});
  const next = async (): Promise<unknown> => {
    const [line] = await Promise.race([once(lines, "line"), failure(child, "Python")]);
    return JSON.parse(line);
  };
  await next();
  return {
    async run() {
      child.stdin.write("run\n");
      return readPass(await next());
    },
    end: () => child.stdin.end()
  };
}

async function failure(child: ChildProcess, name: string): Promise<never> {
  const [code] = await once(child, "exit");
  throw new Error(`${name} ended with exit code ${code}.`);
}

function readPass(value: unknown): Pass {
  if (isPass(value)) return value;
  throw new Error(`This is no measurement: ${JSON.stringify(value)}.`);
}

function isPass(value: unknown): value is Pass {
  return (
    typeof value === "object" && value !== null && "cpuSeconds" in value && "wallSeconds" in value && "scores" in value
  );
}
