import {readConfiguration} from "../../server/configuration.js";
import {type RunningServer, startServer} from "../../server/start.js";
import {StagedDirectory, wideModel} from "./stagedDirectory.js";

export interface TestServer extends RunningServer {
  staged: StagedDirectory;
  /** Of the route that takes files. */
  uploadAddress: string;
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
