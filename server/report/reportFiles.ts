import {readFile} from "node:fs/promises";
import {join} from "node:path";
import type {FastifyInstance, FastifyReply, FastifyRequest} from "fastify";
import {ifPresent} from "../../dataset/files.js";
import {OpenSite, type SiteVersion} from "../../site/serving/openSite.js";
import {sendFile} from "../../site/serving/siteFiles.js";
import {UserError} from "../../src/lib/errors.js";
import {hashInlineScripts, type InlineScripts, reportPolicy} from "./contentSecurityPolicy.js";

/** What is read once of every version of the report. */
interface ReportDetails {
  scripts: InlineScripts;
  /** The page for what is not there. */
  missing: string;
}

/** A built report that may be replaced while it is served. */
export interface Report {
  site: OpenSite<ReportDetails>;
  /** Where else its pages may fetch from. */
  connectOrigins: readonly string[];
}

/** A year: the names of these files change with their content. */
const immutable = "public, max-age=31536000, immutable";
const hashedFolders = /^\/(_file|_import|_node|_npm|_observablehq)\//;
const missingPage = "404.html";

/**
 * Opens a built report for serving, with the same clean addresses as a static host (`/predict` is `predict.html`).
 * @throws {UserError} `not-built`
 */
export async function openReport(directory: string, connectOrigins: readonly string[]): Promise<Report> {
  const site = await OpenSite.open(directory, readDetails);
  if (site !== undefined) return {site, connectOrigins};
  throw new UserError(
    "not-built",
    `There is no built report in ${directory}; npm run build makes it, and REPORT_DIRECTORY=none serves the API alone.`
  );
}

async function readDetails(folder: string): Promise<ReportDetails> {
  return {
    scripts: await hashInlineScripts(folder),
    missing: (await ifPresent(readFile(join(folder, missingPage), "utf8"))) ?? "Not found"
  };
}

/** Everything that no other route answers is an address of the report. */
export function reportRoute(server: FastifyInstance, report: Report): void {
  server.get("/*", {schema: {hide: true}}, async (request, reply) => {
    if (request.url.startsWith("/api/")) return reply.callNotFound();
    await sendReport(request, reply, report);
    return reply;
  });
}

async function sendReport(request: FastifyRequest, reply: FastifyReply, {site, connectOrigins}: Report): Promise<void> {
  const path = (request.raw.url ?? "/").replace(/[?#].*$/, "");
  const versions = await site.versions();
  const {raw} = reply;
  // Every answer has them: that of a file that has not changed (304), which a browser takes over for the page that it
  // kept, and that of a worker's code, which the worker lives by.
  const setPolicy = ({details}: SiteVersion<ReportDetails>, page: string | undefined) =>
    raw.setHeader("Content-Security-Policy", reportPolicy(details.scripts.get(page ?? "") ?? [], connectOrigins));
  // Pages may use several threads (SharedArrayBuffer), for the model.
  raw.setHeader("Cross-Origin-Opener-Policy", "same-origin");
  raw.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
  const headers = {"Cache-Control": hashedFolders.test(path) ? immutable : "no-cache"};
  for (const version of versions) {
    setPolicy(version, pageAt(path, version.details.scripts));
    const outcome = await sendFile(request.raw, raw, {folder: version.folder, path, headers});
    if (outcome === "sent") return void reply.hijack();
    if (outcome === "failed") throw new UserError("file-unreadable", "This file cannot be read now; try again.");
  }
  setPolicy(versions[0], missingPage);
  await reply.code(404).type("text/html; charset=utf-8").send(versions[0].details.missing);
}

/** The page that an address stands for; files that are no pages have none. */
function pageAt(path: string, pages: InlineScripts): string | undefined {
  const name = path.replace(/^\/|\/$/g, "");
  return [name, `${name}.html`, name === "" ? "index.html" : `${name}/index.html`].find((page) => pages.has(page));
}
