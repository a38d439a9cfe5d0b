import {existsSync} from "node:fs";
import {createServer, type Server} from "node:http";
import type {AddressInfo} from "node:net";
import {join} from "node:path";
import sirv from "sirv";
import {UserError} from "../src/lib/errors.js";

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
 * Serves a built site as a static host does, with clean addresses (`/predict` is `predict.html`).
 * @throws UserError not-built, port-in-use
 */
export async function serveSite({
  root = "dist",
  base = "/",
  port = 0,
  host = "127.0.0.1",
  isolate = true
}: SiteServerOptions = {}): Promise<SiteServer> {
  if (!existsSync(join(root, "index.html")))
    throw new UserError("not-built", `There is no built report in ${root}/; npm run build makes it.`);
  const files = sirv(root, {dev: true, extensions: ["html"]});
  const server = createServer((request, response) => {
    const notFound = () => void response.writeHead(404, {"Content-Type": "text/plain"}).end("Not found");
    if (isolate) {
      response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
      response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    }
    if (!request.url?.startsWith(base)) return notFound();
    request.url = request.url.slice(base.length - 1);
    files(request, response, notFound);
  });
  await listen(server, port, host);
  // An HTTP server that listens on a host has an AddressInfo, not a pipe's name.
  const {port: taken} = server.address() as AddressInfo;
  return {
    address: `http://${host}:${taken}${base}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      })
  };
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
