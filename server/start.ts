import {setTimeout as sleep} from "node:timers/promises";
import type {FastifyInstance} from "fastify";
import {UserError} from "../src/lib/errors.js";
import {prepareServer} from "./server.js";
import type {Configuration} from "./settings/configuration.js";

export interface RunningServer {
  address: string;
  /** Of the metrics, where they have a port of their own. */
  metricsAddress: string | undefined;
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
  const {host, port, metricsPort, reloadSeconds, drainSeconds, shutdownSeconds} = configuration;
  const {server, metricsServer, service} = await prepareServer(configuration);
  const listen = (each: FastifyInstance, on: number, variable: string) =>
    each.listen({host, port: on}).catch(async (error: NodeJS.ErrnoException) => {
      await Promise.all([server.close(), metricsServer?.close(), service.models.close()]);
      throw error.code === "EADDRINUSE"
        ? new UserError("port-in-use", `Port ${on} is in use; choose another with ${variable}.`)
        : error;
    });
  const address = await listen(server, port, "PORT");
  const metricsAddress = metricsServer && (await listen(metricsServer, metricsPort ?? 0, "METRICS_PORT"));
  if (reloadSeconds > 0) service.models.watch(reloadSeconds);

  async function end(): Promise<void> {
    // For a while /ready fails and answers close their connections, but nobody is turned away.
    service.ending = true;
    await sleep(drainSeconds * 1000);
    const timer = setTimeout(() => server.server.closeAllConnections(), shutdownSeconds * 1000);
    await server.close();
    clearTimeout(timer);
    await metricsServer?.close();
    await service.models.close();
  }
  let closing: Promise<void> | undefined;
  return {
    address,
    metricsAddress,
    refreshModel: () => service.models.refresh(),
    close: () => {
      closing ??= end();
      return closing;
    }
  };
}
