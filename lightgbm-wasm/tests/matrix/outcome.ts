import {spawn} from "node:child_process";
import {copyFile, readFile, writeFile} from "node:fs/promises";
import {basename, join} from "node:path";
import type {Browser} from "playwright-core";
import {sendFile} from "../../../site/serving/siteFiles.js";
import {startHttpServer, type TestServer} from "../../../tests/fixtures/httpServer.js";
import {run} from "../../compile/command.js";
import {variants} from "../../compile/flags.js";
import type {Command, Use} from "./project.js";

const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "cross-origin",
  "Access-Control-Allow-Origin": "*"
};

interface Place {
  folder: string;
  /** What runs programs instead of this Node. */
  runtime?: Command;
  /** For uses in pages. */
  browser?: () => Promise<Browser>;
}

/** Uses the package in a project: "ok", or what went wrong. */
export async function outcomeOf(use: Use, {folder, runtime, browser}: Place): Promise<string> {
  try {
    if (use.copyModules !== undefined) await copyModules(folder, use.copyModules);
    for (const [script, ...args] of use.commands ?? [])
      await succeed(process.execPath, [inModules(folder, script), ...args], folder);
    if (use.run !== undefined) {
      const [program, ...words] = runtime ?? [];
      const path = program === undefined ? process.execPath : inModules(folder, program);
      return (await succeed(path, [...words, use.run], folder)).trim();
    }
    if (use.page === undefined && use.develop === undefined) return "ok";
    if (browser === undefined) throw new Error("This use needs a browser.");
    const opened = await browser();
    return await (use.develop ? developed(use.develop, folder, opened) : served(use, folder, opened));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Runs a program to its end, and returns what it prints. Throws an error with the beginning of what it says if it fails. */
export async function succeed(program: string, args: readonly string[], cwd: string): Promise<string> {
  const {status, stdout, stderr} = await run(program, args, {cwd, env: {OBSERVABLE_TELEMETRY_DISABLE: "true"}});
  if (status === 0) return stdout;
  throw new Error(`${basename(args[0])}: ${(stderr.trim() || stdout.trim()).replace(/\s+/g, " ").slice(0, 400)}`);
}

const inModules = (folder: string, path: string): string => join(folder, "node_modules", path);

async function copyModules(folder: string, target: string): Promise<void> {
  const source = inModules(folder, "lightgbm-wasm/dist");
  for (const {name} of variants) await copyFile(join(source, name), join(folder, target, name));
}

async function served({page = ".", crossOrigin}: Use, folder: string, browser: Browser): Promise<string> {
  const root = join(folder, page);
  const servers = [await serve(root)];
  try {
    if (crossOrigin) {
      servers.push(await serve(root));
      const script = join(root, "main.js");
      await writeFile(script, (await readFile(script, "utf8")).replaceAll("OTHER/", servers[1].address));
    }
    return await titleOf(browser, servers[0].address);
  } finally {
    for (const server of servers) await server.close();
  }
}

function serve(folder: string): Promise<TestServer> {
  return startHttpServer(async (request, response) => {
    for (const [name, value] of Object.entries(isolation)) response.setHeader(name, value);
    const [path] = (request.url ?? "/").replace(/^\/$/, "/index.html").split("?");
    if ((await sendFile(request, response, {folder, path})) !== "sent") response.writeHead(404).end();
  });
}

/** Starts a development server on a port that was free just now. */
async function developed(develop: (port: number) => Command, folder: string, browser: Browser): Promise<string> {
  const probe = await startHttpServer((_, response) => response.end());
  const port = Number(new URL(probe.address).port);
  await probe.close();
  const [script, ...args] = develop(port);
  const words = [inModules(folder, script), ...args];
  const server = spawn(process.execPath, words, {cwd: folder, stdio: ["ignore", "pipe", "inherit"], detached: true});
  try {
    await new Promise<void>((resolve, reject) => {
      server.stdout.on("data", (text) => /localhost|127\.0\.0\.1/.test(String(text)) && resolve());
      server.once("exit", (status) => reject(new Error(`the server ended with ${status}`)));
    });
    return await titleOf(browser, `http://127.0.0.1:${port}/`);
  } finally {
    if (server.pid !== undefined && server.exitCode === null) process.kill(-server.pid);
  }
}

/** Opens a page and waits for the title that the program gives it. */
async function titleOf(browser: Browser, address: string): Promise<string> {
  const tab = await browser.newPage();
  const problems: string[] = [];
  tab.on("pageerror", ({message}) => problems.push(message));
  try {
    await tab.goto(address);
    await tab.waitForFunction(() => /^ok$|Error|other|no model/.test(document.title), undefined, {timeout: 30_000});
    return await tab.title();
  } catch (error) {
    return problems[0] ?? String(error).split("\n")[0];
  } finally {
    await tab.close();
  }
}
