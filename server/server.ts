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
import {prepareResponses} from "./responses.js";
import {registerDocumentation, registerOpenApi} from "./routes/documentation.js";
import {operationsRoutes, type Service} from "./routes/operations.js";
import {predictionRoutes} from "./routes/predictions.js";
import {ModelSlot} from "./scoring/modelSlot.js";
import type {Configuration} from "./settings/configuration.js";

/** A server with everything loaded that does not listen yet. */
export interface PreparedServer {
  server: FastifyInstance;
  service: Service;
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

  server.removeContentTypeParser("text/plain");
  logRequests(server, metrics);
  prepareResponses(server, service);
  await registerOpenApi(server);
  if (configuration.corsOrigins.length > 0) await server.register(cors, corsOptions(configuration.corsOrigins));
  operationsRoutes(server, service);
  await server.register(
    async (api) => {
      if (limits.requestsPerMinute > 0) await api.register(rateLimit, rateLimitOptions(limits.requestsPerMinute));
      await api.register(accepts);
      await api.register(multipart);
      predictionRoutes(api, service);
    },
    {prefix: "/api/v1"}
  );
  await registerDocumentation(server);
  if (report) reportRoute(server, report);
  await server.ready();
  return {server, service};
}

function createFastify(configuration: Configuration): FastifyInstance {
  const {requestSeconds, idleSeconds} = configuration.limits;
  return fastify({
    logger: loggerOptions(configuration),
    logController: new LogController({disableRequestLogging: true}),
    trustProxy: configuration.trustProxy,
    // Requests that arrive while the server ends are answered; their connections then close.
    return503OnClosing: false,
    forceCloseConnections: "idle",
    clientErrorHandler: answerConnectionError,
    // A backstop: RequestLife answers before it, with a better message.
    requestTimeout: (requestSeconds + idleSeconds) * 1000,
    http: {
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
