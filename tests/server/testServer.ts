import {expect} from "vitest";
import {readConfiguration} from "../../server/settings/configuration.js";
import {type RunningServer, startServer} from "../../server/start.js";
import {StagedDirectory, wideModel} from "./stagedDirectory.js";

export interface TestServer extends RunningServer {
  staged: StagedDirectory;
  /** Of the route that takes files. */
  uploadAddress: string;
}

/** What the server's `/metrics` says: the value of each series, by its name with labels. */
export async function readMetrics({address}: TestServer): Promise<Map<string, number>> {
  const text = await (await fetch(`${address}/metrics`)).text();
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ") + 1))])
  );
}

/** Resolves once the server has this number of requests that it receives, computes or answers. */
export async function untilOpen(server: TestServer, requests: number): Promise<void> {
  const open = async () => (await readMetrics(server)).get("scoring_requests_open");
  await expect.poll(open, {interval: 5, timeout: 10_000}).toBe(requests);
}

/** The real server on a free port of this machine, with a staged model of its own. */
export async function startTestServer(
  variables: Record<string, string> = {},
  files: Record<string, Uint8Array> = wideModel()
): Promise<TestServer> {
  const staged = await StagedDirectory.make(files);
  const server = await startServer(
    readConfiguration({
      PORT: "0",
      REPORT_DIRECTORY: "none",
      LOG_LEVEL: "silent",
      RELOAD_SECONDS: "0",
      SCORING_THREADS: "1",
      MODEL_DIRECTORY: staged.path,
      ...variables
    })
  );
  return {
    ...server,
    staged,
    uploadAddress: `${server.address}/api/v1/classification/inference/uploadfile`,
    close: async () => {
      await server.close();
      await staged.remove();
    }
  };
}
