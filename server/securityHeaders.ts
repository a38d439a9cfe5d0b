import type {FastifyInstance} from "fastify";
import {apiPolicy, documentationPolicy} from "./report/contentSecurityPolicy.js";
import type {Service} from "./routes/service.js";

const everywhere = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()"
};

/** Gives each answer its security headers. They are set on Node's own response, which the report's files use as well. */
export function secureAnswers(server: FastifyInstance, service: Service): void {
  server.addHook("onRequest", async (request, reply) => {
    for (const [name, value] of Object.entries(everywhere)) reply.raw.setHeader(name, value);
    const documentation = request.url.startsWith("/api/v1/docs");
    reply.raw.setHeader("Content-Security-Policy", documentation ? documentationPolicy : apiPolicy);
    if (service.ending) reply.raw.setHeader("Connection", "close");
  });
}
