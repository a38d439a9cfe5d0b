import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import process from "node:process";
import {fileURLToPath} from "node:url";
import {gunzipSync} from "node:zlib";
import {readStaged, stagedDirectory} from "../../models/staging/readStaged.js";
import {modelTextFile} from "../../src/lib/staged/stagedModel.js";
import {pythonEnvironment} from "../../tests/python.js";
import {ensurePython} from "../../tests/steps/pythonEnvironment.js";

/** A server in a process of its own, with the staged model. */
export interface Contender {
  name: string;
  address: string;
  /** Of its process. */
  pid: number | undefined;
  stop(): Promise<void>;
}

/** This project's, as npm run serve starts it. */
export async function startOurs(): Promise<Contender> {
  const child = spawn(process.execPath, ["--import", "tsx", "cli/serve.ts"], {
    env: {...process.env, NODE_ENV: "production", PORT: "0", REPORT_DIRECTORY: "none", LOG_LEVEL: "silent"},
    stdio: ["ignore", "inherit", "pipe"]
  });
  return contender("this project", child);
}

/** The seed project's stack with the same model; undefined where it cannot be installed. */
export async function startFastapi(folder: string): Promise<Contender | undefined> {
  const python = await ensurePython({
    environment: pythonEnvironment(new URL("./requirements.txt", import.meta.url)),
    purpose: "with FastAPI, pandas and LightGBM for the benchmark",
    otherwise: "Measured without FastAPI."
  });
  if (python === undefined) return undefined;
  const {manifest} = await readStaged();
  const model = join(folder, "model.txt");
  await writeFile(model, gunzipSync(await readFile(join(stagedDirectory, modelTextFile))));
  const program = fileURLToPath(new URL("./fastapiStack.py", import.meta.url));
  const child = spawn(python, [program, model, String(manifest.threshold)], {stdio: ["ignore", "inherit", "pipe"]});
  return contender("FastAPI", child);
}

/** Waits until it says where it listens. */
async function contender(name: string, child: ChildProcess): Promise<Contender> {
  let text = "";
  for await (const chunk of child.stderr ?? []) {
    text += chunk;
    const address = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0];
    if (address === undefined) continue;
    const stop = async () => {
      child.kill("SIGTERM");
      await once(child, "exit");
    };
    return {name, address, pid: child.pid, stop};
  }
  throw new Error(`${name} did not start: ${text}`);
}
