import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {existsSync} from "node:fs";
import {mkdir, mkdtemp, readdir, rm, writeFile} from "node:fs/promises";
import {createServer} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import process from "node:process";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {assembleRuntime} from "../../../ops/image/assemble.js";
import {manifest, stagedFiles, stagedTreeFiles} from "../../fixtures/stagedModel.js";
import {itNeeds} from "../../needs.js";

// Outside of the repository, where no package of ours can be found by accident.
let folder: string;
let started: ChildProcess[];
let address: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "image-"));
  const model = join(folder, "model");
  const report = join(folder, "report");
  await Promise.all([mkdir(model), mkdir(report)]);
  for (const [name, content] of Object.entries(stagedFiles())) await writeFile(join(model, name), content);
  await writeFile(join(report, "index.html"), "<!DOCTYPE html><title>Report</title>");
  await assembleRuntime(join(folder, "app"), {model, report});

  started = [];
  address = await serve();
});

afterAll(async () => {
  for (const server of started) {
    if (server.exitCode !== null) continue;
    server.kill();
    await once(server, "exit");
  }
  await rm(folder, {recursive: true, force: true});
});

/**
 * Starts the server as the Dockerfile does, and resolves with its address once it listens.
 * @throws {Error} with what it printed, if it ends
 */
async function serve(variables: Record<string, string> = {}): Promise<string> {
  const port = await freePort();
  const server = spawn(process.execPath, ["--import", "tsx", "cli/serve.ts"], {
    cwd: join(folder, "app"),
    env: {PATH: process.env.PATH, NODE_ENV: "production", HOST: "127.0.0.1", PORT: String(port), ...variables},
    stdio: ["ignore", "pipe", "pipe"]
  });
  started.push(server);
  let log = "";
  return new Promise((resolve, reject) => {
    for (const stream of [server.stdout, server.stderr])
      stream?.on("data", (chunk) => {
        log += chunk;
        if (log.includes("The API is at")) resolve(`http://127.0.0.1:${port}`);
      });
    server.once("close", () => reject(new Error(log)));
  });
}

/** What a server answers for two rows. */
async function score(server: string): Promise<unknown> {
  const form = new FormData();
  const rows = [["ID_code", ...manifest.features].join(), "a,1,2,3,4,5,6", "b,6,5,4,3,2,1"];
  form.set("data_file", new Blob([`${rows.join("\n")}\n`]), "rows.csv");
  return (await fetch(`${server}/api/v1/classification/inference/uploadfile`, {method: "POST", body: form})).json();
}

const scored = ["a", "b"].map((id) => ({ID_code: id, target_pred: expect.any(Number)}));

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}

describe("what goes into the image", () => {
  it("serves the report and the API on one port, by itself", async () => {
    expect(await (await fetch(address)).text()).toContain("<title>Report</title>");
    expect(await score(address)).toEqual(scored);
  });

  it("has the pages of the API's documentation and its metrics", async () => {
    expect((await fetch(`${address}/api/v1/docs`)).status).toBe(200);
    expect((await fetch(`${address}/metrics`)).status).toBe(200);
  });

  it("is the server's own files and packages, and no others", async () => {
    const files = (await readdir(join(folder, "app"), {recursive: true})).map((path) => path.replaceAll("\\", "/"));
    const top = new Set(files.map((path) => path.split("/")[0]));
    expect([...top].sort()).toEqual([
      "cli",
      "dataset",
      "dist",
      "models",
      "node_modules",
      "package.json",
      "server",
      "site",
      "src"
    ]);
    expect(files.filter((path) => /^cli\/./.test(path)).sort()).toEqual(
      expect.arrayContaining(["cli/serve.ts", "cli/command.ts"])
    );
    for (const name of ["@observablehq/framework", "vitest", "typescript", "playwright-core"])
      expect(files).not.toContain(`node_modules/${name}`);
    expect(files).toContain("node_modules/lightgbm-wasm/src/scorer/index.ts");
    for (const part of ["dist", "native", "tests", "src/loader.ts"])
      expect(files).not.toContain(`node_modules/lightgbm-wasm/${part}`);
    // Of ONNX Runtime's many builds the one that Node loads, for models that are ONNX graphs as this one is.
    expect(files.filter((path) => path.startsWith("node_modules/onnxruntime-web/dist/")).sort()).toEqual(
      ["ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm", "ort.wasm.bundle.min.mjs"].map(
        (name) => `node_modules/onnxruntime-web/dist/${name}`
      )
    );
  });

  itNeeds("signals, which Windows has not", process.platform !== "win32")("ends on SIGTERM", async () => {
    const [server] = started;
    server?.kill("SIGTERM");
    expect(server && (await once(server, "exit"))[0]).toBe(0);
  });

  it("scores trees without ONNX Runtime, and says what an ONNX graph needs", async () => {
    await rm(join(folder, "app/node_modules/onnxruntime-web"), {recursive: true});
    const {"model.onnx": _, ...trees} = stagedTreeFiles();
    const model = join(folder, "trees");
    await mkdir(model);
    for (const [name, content] of Object.entries(trees)) await writeFile(join(model, name), content);
    expect(await score(await serve({MODEL_DIRECTORY: model}))).toEqual(scored);
    await expect(serve()).rejects.toThrow(
      "This model is an ONNX graph, which the package onnxruntime-web runs; `npm install` installs it."
    );
  });
});

describe("assembling", () => {
  it.each([
    ["staged-none", {model: "tests/nowhere"}],
    ["not-built", {model: "model", report: "tests/nowhere"}]
  ])("says what is missing: %s", async (code, options) => {
    const model = options.model === "model" ? join(folder, "model") : options.model;
    await expect(assembleRuntime(join(folder, "none"), {...options, model})).rejects.toMatchObject({code});
    expect(existsSync(join(folder, "none"))).toBe(false);
  });
});
