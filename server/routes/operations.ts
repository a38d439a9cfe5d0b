import type {FastifyInstance} from "fastify";
import {UserError} from "../../src/lib/errors.js";
import type {ServiceMetrics} from "../metrics/serviceMetrics.js";
import type {Admission} from "../requests/admission.js";
import type {ModelSlot} from "../scoring/modelSlot.js";
import type {Configuration} from "../settings/configuration.js";
import {health, modelDescription, readiness} from "./schemas.js";

/** What the routes share. */
export interface Service {
  configuration: Configuration;
  models: ModelSlot;
  admission: Admission;
  metrics: ServiceMetrics;
  /** Whether the server is shutting down. */
  ending: boolean;
}

const alive = async () => ({status: "ok"});

/** Health checks, the model that is loaded, and the metrics unless they have a port of their own. */
export function operationsRoutes(server: FastifyInstance, service: Service): void {
  const {models, configuration} = service;
  server.get("/health", {schema: {operationId: "health", tags: ["service"], response: health}}, alive);
  // With a report, / is the report, which answers HEAD / as well.
  if (configuration.reportDirectory === undefined)
    server.get("/", {schema: {operationId: "root", tags: ["service"], response: health}}, alive);

  server.get("/ready", {schema: {operationId: "ready", tags: ["service"], response: readiness}}, async () => {
    if (service.ending) throw new UserError("server-ending", "The server is shutting down.");
    // Whoever has others to ask, such as a load balancer, asks them.
    if (service.admission.saturated) throw new UserError("server-busy", "The server has too many requests.");
    const {model, runId} = models.current.manifest;
    return {status: "ready", model, runId};
  });

  const modelSchema = {operationId: "model", tags: ["inference"], response: modelDescription};
  server.get("/api/v1/model", {schema: modelSchema}, async () => {
    const {manifest, loadedAt} = models.current;
    const {model, title, runId, runName, idColumn, features, threshold, metrics} = manifest;
    return {
      model,
      title,
      runId,
      runName,
      idColumn,
      features,
      threshold,
      metrics,
      loadedAt: loadedAt.toISOString()
    };
  });

  // As MLflow's scoring server has it.
  server.get("/ping", {schema: {hide: true}}, alive);

  if (configuration.metricsPort === undefined) metricsRoute(server, service);
}

/** The metrics for Prometheus. */
export function metricsRoute(server: FastifyInstance, {metrics, models}: Pick<Service, "metrics" | "models">): void {
  server.get("/metrics", {schema: {hide: true}}, async (_, reply) => {
    reply.type(metrics.contentType);
    return metrics.expose(models);
  });
}
