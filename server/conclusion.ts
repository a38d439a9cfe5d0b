import type {FastifyInstance, FastifyReply, FastifyRequest} from "fastify";
import type {ServiceMetrics} from "./metrics/serviceMetrics.js";
import {describeProblem} from "./problem.js";

declare module "fastify" {
  interface FastifyRequest {
    scoredRows: number;
    uploadedBytes: number;
    /** Why the answer is an error, or ended with one. */
    failure: unknown;
  }
}

/** Writes every request's end to the log and to the metrics, also of those whose client hung up. */
export function concludeRequests(server: FastifyInstance, metrics: ServiceMetrics): void {
  server.decorateRequest("scoredRows", 0);
  server.decorateRequest("uploadedBytes", 0);
  server.decorateRequest("failure", undefined);
  server.addHook("onRequest", async (request, reply) => {
    const start = performance.now();
    reply.raw.once("close", () => conclude(request, reply, (performance.now() - start) / 1000));
  });

  function conclude(request: FastifyRequest, reply: FastifyReply, seconds: number): void {
    const {method, failure, scoredRows: rows, uploadedBytes: bytes, routeOptions} = request;
    const route = routeOptions.url ?? "none";
    const status = reply.raw.writableFinished ? reply.raw.statusCode : 499;
    const code = failure === undefined ? undefined : describeProblem(failure).body.code;
    metrics.observeRequest({method, route, status, seconds});
    if (bytes > 0) metrics.uploaded(bytes);
    if (code !== undefined) metrics.problem(route, code);
    const facts = {method, route, status, milliseconds: Math.round(seconds * 1000), rows, bytes, code};
    if (code === "internal-error") request.log.error({...facts, err: failure}, "request");
    else request.log.info(facts, "request");
  }
}
