import type {FastifyInstance} from "fastify";
import type {Service} from "./service.js";

/** `GET /metrics`, for Prometheus. */
export function metricsRoute(server: FastifyInstance, {metrics, models}: Service): void {
  server.get("/metrics", {schema: {hide: true}}, async (_, reply) => {
    reply.type(metrics.contentType);
    return metrics.expose(models);
  });
}
