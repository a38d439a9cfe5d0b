import type {FastifyInstance, FastifyReply, FastifyRequest, FastifyServerOptions} from "fastify";
import {UserError} from "../src/lib/errors.js";
import {redact} from "../src/lib/redact.js";
import type {ServiceMetrics} from "./metrics/serviceMetrics.js";
import {describeProblem} from "./requests/problem.js";
import type {Configuration} from "./settings/configuration.js";

declare module "fastify" {
  interface FastifyRequest {
    scoredRows: number;
    uploadedBytes: number;
    /** Why the response is an error, or ended with one. */
    failure: unknown;
  }
}

/**
 * Structured logs, a JSON object a line. No value out of a client's data is ever logged: a user's mistake is logged by
 * its code, because its sentence may quote what it found.
 */
export function loggerOptions({logLevel}: Configuration): FastifyServerOptions["logger"] {
  return {
    level: logLevel,
    serializers: {
      err: (error: unknown) => {
        if (error instanceof UserError) return {type: error.name, code: error.code, message: "", stack: ""};
        if (!(error instanceof Error)) return {type: typeof error, message: "", stack: ""};
        return {type: error.name, message: redact(error.message), stack: redact(error.stack ?? "")};
      }
    }
  };
}

/** Writes every request's end to the log and to the metrics, also of those whose client hung up. */
export function logRequests(server: FastifyInstance, metrics: ServiceMetrics): void {
  server.decorateRequest("scoredRows", 0);
  server.decorateRequest("uploadedBytes", 0);
  server.decorateRequest("failure", undefined);
  server.addHook("onRequest", async (request, reply) => {
    const start = performance.now();
    reply.raw.once("close", () => logEnd(request, reply, (performance.now() - start) / 1000));
  });

  function logEnd(request: FastifyRequest, reply: FastifyReply, seconds: number): void {
    const {method, failure, scoredRows: rows, uploadedBytes: bytes, routeOptions} = request;
    const route = routeOptions.url ?? "none";
    const status = reply.raw.writableFinished ? reply.raw.statusCode : 499;
    const problem = failure === undefined ? undefined : describeProblem(failure);
    const code = problem?.body.code;
    metrics.observeRequest({method, route, status, seconds});
    if (bytes > 0) metrics.observeUpload(bytes);
    if (code !== undefined) metrics.observeError(route, code);
    const facts = {method, route, status, milliseconds: Math.round(seconds * 1000), rows, bytes, code};
    if (problem?.status === 500) request.log.error({...facts, err: failure}, "request");
    else request.log.info(facts, "request");
  }
}
