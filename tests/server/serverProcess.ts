import {spawn} from "node:child_process";
import {once} from "node:events";
import process from "node:process";

/** The server in a process of its own, as npm run serve starts it. */
export interface ServerProcess {
  address: string;
  /** Ends it as an operator does, and returns its exit code. */
  stop(): Promise<number | null>;
}

/** Resolves once it serves. */
export async function startServerProcess(variables: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const server = spawn(process.execPath, ["--import", "tsx", "cli/serve.ts"], {
    env: {...process.env, PORT: "0", REPORT_DIRECTORY: "none", LOG_LEVEL: "silent", ...variables},
    stdio: ["ignore", "inherit", "pipe"]
  });
  let text = "";
  for await (const chunk of server.stderr) {
    text += chunk;
    const address = /http:\S+?(?=\/api)/.exec(text)?.[0];
    if (address === undefined) continue;
    const stop = async () => {
      const exited = once(server, "exit");
      server.kill("SIGTERM");
      const [code] = await exited;
      return code;
    };
    return {address, stop};
  }
  throw new Error(`The server did not start: ${text}`);
}

/** What its process takes, in megabytes. */
export async function residentMegabytes({address}: ServerProcess): Promise<number> {
  const text = await (await fetch(`${address}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1]) / 1e6;
}
