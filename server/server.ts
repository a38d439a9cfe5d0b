import accepts from "@fastify/accepts";
import cors from "@fastify/cors";
import multipart from "@fastify/multipart";
import rateLimit from "@fastify/rate-limit";
import fastify, {type FastifyInstance, LogController} from "fastify";
import {UserError} from "../src/lib/errors.js";
import {ServiceMetrics} from "./metrics/serviceMetrics.js";
import {openReport, reportRoute} from "./report/reportFiles.js";
import {loggerOptions, logRequests} from "./requestLog.js";
import {Admission} from "./requests/admission.js";
import {answerConnectionError} from "./requests/problem.js";
import {RequestLife} from "./requests/requestLife.js";
import {TransferWatch} from "./requests/transferWatch.js";
import {prepareResponses, sendError} from "./responses.js";
import {registerDocumentation, registerOpenApi} from "./routes/documentation.js";
import {metricsRoute, operationsRoutes, type Service} from "./routes/operations.js";
import {predictionRoutes} from "./routes/predictions.js";
import {ModelSlot} from "./scoring/modelSlot.js";
import type {Configuration} from "./settings/configuration.js";

/** A server with everything loaded that does not listen yet. */
export interface PreparedServer {
  server: FastifyInstance;
  /** Where the metrics have a port of their own. */
  metricsServer: FastifyInstance | undefined;
  service: Service;
}

declare module "fastify" {
  interface FastifyRequest {
    life: RequestLife;
  }
}

/**
 * Loads the staged model and puts the API, and the report where there is one, together.
 * @throws {UserError} `staged-…`, `manifest-…`, `not-built`
 */
export async function prepareServer(configuration: Configuration): Promise<PreparedServer> {
  const {reportDirectory, connectOrigins, limits} = configuration;
  const report = reportDirectory === undefined ? undefined : await openReport(reportDirectory, connectOrigins);
  const server = createFastify(configuration);
  const metrics = new ServiceMetrics();
  const models = await ModelSlot.open(configuration.modelDirectory, {
    threads: configuration.scoringThreads,
    onLoad: (model) => {
      metrics.modelLoaded(model);
      server.log.info({model: model.manifest.model, runId: model.manifest.runId}, "model loaded");
    },
    onFailure: (error) => {
      metrics.modelFailed();
      server.log.warn({err: error}, "the newly staged model was not loaded");
    }
  });
  const admission = new Admission(limits);
  metrics.watch(admission, models);
  const service: Service = {configuration, models, admission, metrics, ending: false};

  server.removeAllContentTypeParsers();
  logRequests(server, metrics);
  watchTransfers(server, configuration);
  prepareResponses(server, service);
  await registerOpenApi(server);
  if (configuration.corsOrigins.length > 0) await server.register(cors, corsOptions(configuration.corsOrigins));
  operationsRoutes(server, service);
  await server.register(async (api) => {
    if (limits.requestsPerMinute > 0) await api.register(rateLimit, rateLimitOptions(limits.requestsPerMinute));
    await api.register(accepts);
    predictionRoutes(api, service);
    await api.register(multipart);
  });
  await registerDocumentation(server);
  if (report) reportRoute(server, report);
  await server.ready();
  return {server, metricsServer: createMetricsServer(service), service};
}

/** Gives every request its life, which ends when its client is too slow. */
function watchTransfers(server: FastifyInstance, {limits}: Configuration): void {
  const watch = new TransferWatch(limits);
  server.decorateRequest("life");
  server.addHook("onRequest", async (request, reply) => {
    request.life = new RequestLife(reply);
    watch.watch(request.raw, reply.raw, request.life);
  });
  server.addHook("onClose", async () => watch.close());
}

function createMetricsServer(service: Service): FastifyInstance | undefined {
  if (service.configuration.metricsPort === undefined) return undefined;
  const server = fastify({forceCloseConnections: true});
  metricsRoute(server, service);
  return server;
}

function createFastify(configuration: Configuration): FastifyInstance {
  const {trustProxy, limits} = configuration;
  const {requestSeconds, idleSeconds} = limits;
  // A backstop: RequestLife answers before it, with a better message.
  const requestTimeout = (requestSeconds + idleSeconds) * 1000;
  return fastify({
    logger: loggerOptions(configuration),
    logController: new LogController({disableRequestLogging: true}),
    // A number, as Fastify's manual has it and its types do not: the nearest proxies are believed, the rest is not.
    trustProxy: typeof trustProxy === "number" ? (_address, hop) => hop < trustProxy : trustProxy,
    // Requests that arrive while the server ends are answered; their connections then close.
    return503OnClosing: false,
    forceCloseConnections: "idle",
    clientErrorHandler: answerConnectionError,
    frameworkErrors: (error, request, reply) => void sendError(error, request, reply, {configuration}),
    requestTimeout,
    http: {
      // Fastify sets its own only later, and Node's is 300 s, which no other may exceed.
      requestTimeout,
      headersTimeout: idleSeconds * 1000,
      connectionsCheckingInterval: Math.min(5000, idleSeconds * 500)
    }
  });
}

function corsOptions(origins: string[]) {
  return {
    origin: origins.includes("*") ? "*" : origins,
    methods: ["GET", "HEAD", "POST"],
    exposedHeaders: ["Retry-After"]
  };
}

function rateLimitOptions(requestsPerMinute: number) {
  return {
    max: requestsPerMinute,
    timeWindow: 60_000,
    errorResponseBuilder: () =>
      new UserError("rate-limited", `More than ${requestsPerMinute} requests in a minute; try again later.`)
  };
}
