// Installs the package as npm would have it into small projects, one for each bundler and way of running, and prints a table
// of what comes of it. Run with: npm run packages -w lightgbm-wasm [-- NAME...]; it needs npm's registry and Chromium.

import {spawn} from "node:child_process";
import {mkdir, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import type {Browser} from "playwright-core";
import {sendFile} from "../../../site/serving/siteFiles.js";
import {launchChromium} from "../../../tests/browser/chromium.js";
import {startHttpServer} from "../../../tests/fixtures/httpServer.js";
import {run} from "../../compile/command.js";
import {writePackage} from "../../package.js";
import {type Project, projects} from "./projects.js";

const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "cross-origin",
  "Access-Control-Allow-Origin": "*"
};

async function succeed([program, ...args]: readonly string[], cwd: string): Promise<string> {
  const {status, stdout, stderr} = await run(program, args, {cwd});
  if (status !== 0)
    throw new Error(`${program} ${args[0]}: ${(stderr || stdout).trim().split("\n").slice(-3).join(" ")}`);
  return stdout;
}

async function makeProject(project: Project, root: string, tarball: string): Promise<string> {
  const folder = await mkdtemp(join(root, "project-"));
  const manifest = {name: "project", private: true, dependencies: {"lightgbm-wasm": tarball, ...project.packages}};
  const files = {"package.json": JSON.stringify(manifest), ...project.files};
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), {recursive: true});
    await writeFile(join(folder, name), text);
  }
  await succeed(["npm", "install", "--no-audit", "--no-fund", "--silent"], folder);
  return folder;
}

/** Opens a page and waits for the title that the program gives it. */
async function titleOf(browser: Browser, address: string): Promise<string> {
  const tab = await browser.newPage();
  const problems: string[] = [];
  tab.on("pageerror", ({message}) => problems.push(message));
  try {
    await tab.goto(address);
    await tab.waitForFunction(() => document.title !== "", undefined, {timeout: 30_000});
    return await tab.title();
  } catch (error) {
    return problems[0] ?? String(error).split("\n")[0];
  } finally {
    await tab.close();
  }
}

async function serve(folder: string): Promise<{address: string; close(): Promise<void>}> {
  return startHttpServer(async (request, response) => {
    for (const [name, value] of Object.entries(isolation)) response.setHeader(name, value);
    const [path] = (request.url ?? "/").replace(/^\/$/, "/index.html").split("?");
    if ((await sendFile(request, response, {folder, path})) !== "sent") response.writeHead(404).end();
  });
}

async function outcome(project: Project, folder: string, browser: Browser): Promise<string> {
  for (const command of project.build ?? []) await succeed(command, folder);
  if (project.run !== undefined) return (await succeed(project.run, folder)).trim();
  if (project.develop !== undefined) return developed(project.develop, folder, browser);
  const root = join(folder, project.serve ?? ".");
  const servers = [await serve(root)];
  try {
    if (project.crossOrigin) {
      servers.push(await serve(root));
      const script = join(root, "main.js");
      await writeFile(script, (await readFile(script, "utf8")).replace("OTHER/", servers[1].address));
    }
    return await titleOf(browser, servers[0].address);
  } finally {
    for (const server of servers) await server.close();
  }
}

/** Starts a development server on a port that was free just now. */
async function developed(command: (port: number) => string[], folder: string, browser: Browser): Promise<string> {
  const probe = await startHttpServer((_, response) => response.end());
  const port = Number(new URL(probe.address).port);
  await probe.close();
  const [program, ...args] = command(port);
  const server = spawn(program, args, {cwd: folder, stdio: ["ignore", "pipe", "inherit"], detached: true});
  try {
    await new Promise<void>((resolve, reject) => {
      server.stdout.on("data", (text) => /localhost|127\.0\.0\.1/.test(String(text)) && resolve());
      server.once("exit", (status) => reject(new Error(`the server ended with ${status}`)));
    });
    return await titleOf(browser, `http://127.0.0.1:${port}/`);
  } finally {
    if (server.pid !== undefined) process.kill(-server.pid);
  }
}

const wanted = process.argv.slice(2);
const root = await mkdtemp(join(tmpdir(), "lightgbm-matrix-"));
const browser = await launchChromium();
try {
  const packed = await succeed(["npm", "pack", "--silent", "--pack-destination", root, await writePackage()], root);
  const tarball = join(root, packed.trim().split("\n").at(-1) ?? "");
  console.log("| where | result |\n|---|---|");
  for (const project of projects) {
    if (wanted.length > 0 && !wanted.some((name) => project.name.includes(name))) continue;
    const result = await makeProject(project, root, tarball)
      .then((folder) => outcome(project, folder, browser))
      .catch((error) => error.message);
    console.log(`| ${project.name} | ${result} |`);
    if (result !== "ok") process.exitCode = 1;
  }
} finally {
  await browser.close();
  await rm(root, {recursive: true, force: true});
}
