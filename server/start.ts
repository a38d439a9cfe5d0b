import {setTimeout as sleep} from "node:timers/promises";
import {UserError} from "../src/lib/errors.js";
import {prepareServer} from "./server.js";
import type {Configuration} from "./settings/configuration.js";

export interface RunningServer {
  address: string;
  /** Looks for a newly staged model now. */
  refreshModel(): Promise<void>;
  /** Takes nothing new and resolves when the requests in flight have been answered. */
  close(): Promise<void>;
}

/**
 * Starts serving.
 * @throws {UserError} `staged-…`, `manifest-…`, `not-built`, `port-in-use`
 */
export async function startServer(configuration: Configuration): Promise<RunningServer> {
  const {host, port, reloadSeconds, drainSeconds, shutdownSeconds} = configuration;
  const {server, service} = await prepareServer(configuration);
  const address = await server.listen({host, port}).catch(async (error: NodeJS.ErrnoException) => {
    await service.models.close();
    throw error.code === "EADDRINUSE"
      ? new UserError("port-in-use", `Port ${port} is in use; choose another with PORT.`)
      : error;
  });
  if (reloadSeconds > 0) service.models.watch(reloadSeconds);

  async function end(): Promise<void> {
    // For a while /ready fails and answers close their connections, but nobody is turned away.
    service.ending = true;
    await sleep(drainSeconds * 1000);
    const timer = setTimeout(() => server.server.closeAllConnections(), shutdownSeconds * 1000);
    await server.close();
    clearTimeout(timer);
    await service.models.close();
  }
  let closing: Promise<void> | undefined;
  return {
    address,
    refreshModel: () => service.models.refresh(),
    close: () => {
      closing ??= end();
      return closing;
    }
  };
}
