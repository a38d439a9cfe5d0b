import {createServer, type IncomingMessage, type Server, type ServerResponse} from "node:http";
import {UserError} from "../src/lib/errors.js";
import {OpenSite} from "./serving/openSite.js";
import {sendFile} from "./serving/siteFiles.js";

export interface SiteServerOptions {
  root?: string;
  /** The address path that the site lies under; begins and ends with a slash. */
  base?: string;
  /** 0 takes any free port. */
  port?: number;
  host?: string;
  /** Whether to send the headers that let a page use several threads. */
  isolate?: boolean;
}

export interface SiteServer {
  address: string;
  close(): Promise<void>;
}

/**
 * Serves a built site as a static host does, with clean addresses (`/predict` is `predict.html`). A site that is built
 * again meanwhile is served from then on.
 * @throws UserError not-built, port-in-use
 */
export async function serveSite({
  root = "dist",
  base = "/",
  port = 0,
  host = "127.0.0.1",
  isolate = true
}: SiteServerOptions = {}): Promise<SiteServer> {
  const site = await OpenSite.open(root, async () => undefined);
  if (site === undefined)
    throw new UserError("not-built", `There is no built report in ${root}/; npm run build makes it.`);
  const server = createServer((request, response) => {
    if (isolate) {
      response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
      response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    }
    // Nobody asks this server for anything that could be wrong with it; a fault ends the one response.
    answer(site, base, request, response).catch(() => response.destroy());
  });
  await listen(server, port, host);
  const place = server.address();
  if (place === null || typeof place === "string") throw new Error("The server listens on no port.");
  return {
    address: `http://${host}:${place.port}${base}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      })
  };
}

async function answer(
  site: OpenSite<undefined>,
  base: string,
  request: IncomingMessage,
  response: ServerResponse
): Promise<void> {
  const path = (request.url ?? "").replace(/[?#].*$/, "");
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("Allow", "GET, HEAD");
    return refuse(response, 405, "Only GET and HEAD");
  }
  if (!path.startsWith(base)) return refuse(response, 404, "Not found");
  const headers = {"Cache-Control": "no-cache"};
  for (const {folder} of await site.versions()) {
    const outcome = await sendFile(request, response, {folder, path: path.slice(base.length - 1), headers});
    if (outcome === "sent") return;
    if (outcome === "failed") return refuse(response, 503, "This file cannot be read now");
  }
  refuse(response, 404, "Not found");
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {"Content-Type": "text/plain"}).end(text);
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("listening", resolve);
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EADDRINUSE") return reject(error);
      reject(new UserError("port-in-use", `Port ${port} is in use; choose another with --port.`));
    });
    server.listen(port, host);
  });
}
