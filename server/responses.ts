import type {IncomingMessage} from "node:http";
import type {FastifyInstance} from "fastify";
import {UserError} from "../src/lib/errors.js";
import {apiPolicy, documentationPolicy} from "./report/contentSecurityPolicy.js";
import {describeProblem} from "./requests/problem.js";
import type {Service} from "./routes/operations.js";

const securityHeaders = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()"
};

/** How long a client may go on sending after its response has been sent. */
const lingerMilliseconds = 5000;

/** What every response has: security headers, the form of errors, and an end that a client which still sends can read. */
export function prepareResponses(server: FastifyInstance, service: Service): void {
  server.addHook("onRequest", async (request, reply) => {
    // On Node's own response, which the report's files use as well.
    for (const [name, value] of Object.entries(securityHeaders)) reply.raw.setHeader(name, value);
    const documentation = request.url.startsWith("/api/v1/docs");
    reply.raw.setHeader("Content-Security-Policy", documentation ? documentationPolicy : apiPolicy);
    if (service.ending) reply.raw.setHeader("Connection", "close");
    reply.raw.once("finish", () => discardRest(request.raw));
  });
  server.setErrorHandler((error, request, reply) => {
    request.failure = error;
    const {status, body} = describeProblem(error);
    if (!request.raw.complete) reply.header("Connection", "close");
    if (status === 503) reply.header("Retry-After", "1");
    return reply.code(status).type("application/json").send(body);
  });
  server.setNotFoundHandler((request) => {
    throw new UserError("not-found", `There is no ${request.method} ${request.url.split("?", 1)[0]}.`);
  });
}

/** A connection that is closed while its client sends loses the response on its way. */
function discardRest(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  request.unpipe();
  request.resume();
  const timer = setTimeout(() => request.destroy(), lingerMilliseconds);
  timer.unref();
  request.once("close", () => clearTimeout(timer));
}
