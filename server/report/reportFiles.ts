import {existsSync} from "node:fs";
import {readFile} from "node:fs/promises";
import type {IncomingMessage, ServerResponse} from "node:http";
import {join} from "node:path";
import type {FastifyInstance} from "fastify";
import sirv from "sirv";
import {UserError} from "../../src/lib/errors.js";
import {hashInlineScripts, type InlineScripts, reportPolicy} from "./contentSecurityPolicy.js";

/** Answers a request with a file of the report, or with its page for what is not there. */
export type ReportFiles = (request: IncomingMessage, response: ServerResponse) => void;

/** A year: the names of these files change with their content. */
const immutable = "public, max-age=31536000, immutable";
const hashedFolders = /^\/(_file|_import|_node|_npm|_observablehq)\//;
const missingPage = "404.html";

/**
 * Opens a built report for serving, with the same clean addresses as a static host (`/predict` is `predict.html`).
 * The report must not change while it is served.
 * @param connectOrigins where else its pages may fetch from
 * @throws {UserError} `not-built`
 */
export async function openReport(directory: string, connectOrigins: readonly string[]): Promise<ReportFiles> {
  if (!existsSync(join(directory, "index.html"))) {
    throw new UserError(
      "not-built",
      `There is no built report in ${directory}; npm run build makes it, and REPORT_DIRECTORY=none serves the API alone.`
    );
  }
  const scripts = await hashInlineScripts(directory);
  const missing = scripts.has(missingPage) ? await readFile(join(directory, missingPage)) : "Not found";
  const files = sirv(directory, {
    etag: true,
    extensions: ["html"],
    setHeaders: (response, path) =>
      response.setHeader("Cache-Control", hashedFolders.test(path) ? immutable : "no-cache")
  });
  return (request, response) => {
    // Every answer has them: that of a file that has not changed (304), which a browser takes over for the page that it
    // kept, and that of a worker's code, which the worker lives by.
    const setPolicy = (page: string | undefined) =>
      response.setHeader("Content-Security-Policy", reportPolicy(scripts.get(page ?? "") ?? [], connectOrigins));
    setPolicy(pageAt(request.url ?? "/", scripts));
    // Pages may use several threads (SharedArrayBuffer), for the model.
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    files(request, response, () => {
      setPolicy(missingPage);
      response.writeHead(404, {"Content-Type": "text/html; charset=utf-8"}).end(missing);
    });
  };
}

/** The page that an address stands for; files that are no pages have none. */
function pageAt(address: string, pages: InlineScripts): string | undefined {
  const name = address.replace(/[?#].*$/, "").replace(/^\/|\/$/g, "");
  return [name, `${name}.html`, name === "" ? "index.html" : `${name}/index.html`].find((page) => pages.has(page));
}

/** Everything that no other route answers is an address of the report. */
export function reportRoute(server: FastifyInstance, files: ReportFiles): void {
  server.get("/*", {schema: {hide: true}}, (request, reply) => {
    if (request.url.startsWith("/api/")) return reply.callNotFound();
    reply.hijack();
    files(request.raw, reply.raw);
  });
}
