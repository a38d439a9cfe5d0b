import type {FastifyInstance, FastifyReply, FastifyRequest} from "fastify";
import {UserError} from "../src/lib/errors.js";
import {apiPolicy, documentationPolicy} from "./report/contentSecurityPolicy.js";
import {discardRest} from "./requests/discard.js";
import {describeProblem} from "./requests/problem.js";
import type {Service} from "./routes/operations.js";

const securityHeaders = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()"
};

/** What every response has: security headers, the form of errors, and an end that a client which still sends can read. */
export function prepareResponses(server: FastifyInstance, service: Service): void {
  server.addHook("onRequest", async (request, reply) => {
    // On Node's own response, which the report's files use as well.
    for (const [name, value] of Object.entries(securityHeaders)) reply.raw.setHeader(name, value);
    const documentation = request.url.startsWith("/api/v1/docs");
    reply.raw.setHeader("Content-Security-Policy", documentation ? documentationPolicy : apiPolicy);
    if (service.ending) reply.raw.setHeader("Connection", "close");
    // Whoever answered early: the next request on this connection comes after the rest of this one.
    reply.raw.once("finish", async () => {
      if (request.raw.complete) return;
      const {uploadBytes, idleSeconds} = service.configuration.limits;
      if (!(await discardRest(request.raw, {bytes: uploadBytes, seconds: idleSeconds}))) request.raw.destroy();
    });
  });
  server.setErrorHandler((error, request, reply) => sendError(error, request, reply, service));
  // Before the framework has anything to say about their bodies.
  server.addHook("onRequest", async (request, reply) => {
    if (!knownMethods.includes(request.method)) refuse(server, request, reply);
  });
  server.setNotFoundHandler((request, reply) => {
    if (request.method !== "OPTIONS" || allowedMethods(server, pathOf(request)).length === 0)
      return refuse(server, request, reply);
    reply.header("Allow", allowedMethods(server, pathOf(request)).join(", "));
    return reply.code(204).send();
  });
}

const knownMethods = ["GET", "HEAD", "POST", "OPTIONS"];

const pathOf = ({url}: FastifyRequest): string => url.split("?", 1)[0] ?? "";

/** @throws {UserError} always: `not-found`, or `method-not-allowed` where another method would find something */
function refuse(server: FastifyInstance, request: FastifyRequest, reply: FastifyReply): never {
  const path = pathOf(request);
  const allowed = allowedMethods(server, path);
  if (allowed.length === 0) throw new UserError("not-found", `There is no ${request.method} ${path}.`);
  reply.header("Allow", allowed.join(", "));
  throw new UserError("method-not-allowed", `${path} takes ${allowed.join(", ")}, not ${request.method}.`);
}

/** Also for what never came to a route, such as an address that cannot be decoded. */
export async function sendError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  {configuration: {limits}}: Pick<Service, "configuration">
): Promise<FastifyReply> {
  request.failure = error;
  const {status, body} = describeProblem(error);
  reply.code(status).type("application/json");
  if (status === 503) reply.header("Retry-After", "1");
  if (request.raw.complete || request.raw.destroyed) return reply.send(body);
  // A client that was too slow is not waited for any longer.
  const seconds = status === 408 ? 1 : limits.idleSeconds;
  if (status === 408) reply.header("Connection", "close");
  await sendAndLinger(request, reply, JSON.stringify(body), {bytes: 2 * limits.uploadBytes, seconds});
  return reply;
}

/** The client has the whole response by its length, while the rest of its request is still read. */
async function sendAndLinger(
  request: FastifyRequest,
  reply: FastifyReply,
  body: string,
  limits: {bytes: number; seconds: number}
): Promise<void> {
  const {raw} = reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
  raw.writeHead(reply.statusCode, {"Content-Length": Buffer.byteLength(body)});
  if (request.method !== "HEAD") raw.write(body);
  else raw.flushHeaders();
  const isWhole = await discardRest(request.raw, limits);
  raw.end(() => {
    if (!isWhole) request.raw.destroy();
  });
}

function allowedMethods(server: FastifyInstance, path: string): string[] {
  const methods = ["GET", "HEAD", "POST"].filter((method) => server.hasRoute({method, url: path}));
  // The report has every other address.
  const isReport = methods.length === 0 && !path.startsWith("/api/") && server.hasRoute({method: "GET", url: "/*"});
  return isReport ? ["GET", "HEAD"] : methods;
}
