import type {FastifyInstance} from "fastify";
import type {ReportFiles} from "../report/reportFiles.js";

/** Everything that no other route answers is an address of the report. */
export function reportRoute(server: FastifyInstance, files: ReportFiles): void {
  server.get("/*", {schema: {hide: true}}, (request, reply) => {
    if (request.url.startsWith("/api/")) return reply.callNotFound();
    reply.hijack();
    files(request.raw, reply.raw);
  });
}
