import {once} from "node:events";
import process from "node:process";
import {readConfiguration} from "../server/settings/configuration.js";
import {startServer} from "../server/start.js";
import {runCommand} from "./command.js";

await runCommand({
  name: "serve",
  summary: "Serves the built report and the inference API, configured by environment variables (server/README.md).",
  options: {},
  async run() {
    const server = await startServer(readConfiguration(process.env));
    console.error(`The API is at ${server.address}/api/v1/docs (Ctrl-C ends it)`);
    await Promise.race([once(process, "SIGTERM"), once(process, "SIGINT")]);
    await server.close();
  }
});
