import type {FastifyInstance} from "fastify";
import {UserError} from "../../src/lib/errors.js";
import {health, modelDescription, readiness} from "./schemas.js";
import type {Service} from "./service.js";

const alive = async () => ({status: "ok"});

/** Whether the process lives, whether it takes requests, and with which model. */
export function healthRoutes(server: FastifyInstance, service: Service): void {
  server.get("/health", {schema: {operationId: "health", tags: ["service"], response: health}}, alive);
  // With a report, / is the report, which answers HEAD / as well.
  if (service.configuration.reportDirectory === undefined)
    server.get("/", {schema: {operationId: "root", tags: ["service"], response: health}}, alive);

  server.get("/ready", {schema: {operationId: "ready", tags: ["service"], response: readiness}}, async () => {
    if (service.ending) throw new UserError("server-ending", "The server is ending.");
    const {model, runId} = service.models.current.manifest;
    return {status: "ready", model, runId};
  });
  server.get(
    "/api/v1/model",
    {schema: {operationId: "model", tags: ["inference"], response: modelDescription}},
    async () => {
      const {manifest, loadedAt} = service.models.current;
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
    }
  );
}
