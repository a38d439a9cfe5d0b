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
import {manifest, stagedFiles} from "../../fixtures/stagedModel.js";
import {itNeeds} from "../../needs.js";

// Outside of the repository, where no package of ours can be found by accident.
let folder: string;
let server: ChildProcess;
let address: string;
let log = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "image-"));
  const model = join(folder, "model");
  const report = join(folder, "report");
  await Promise.all([mkdir(model), mkdir(report)]);
  for (const [name, content] of Object.entries(stagedFiles())) await writeFile(join(model, name), content);
  await writeFile(join(report, "index.html"), "<!DOCTYPE html><title>Report</title>");
  await assembleRuntime(join(folder, "app"), {model, report});

  const port = await freePort();
  address = `http://127.0.0.1:${port}`;
  // As the Dockerfile does.
  server = spawn(process.execPath, ["--import", "tsx", "cli/serve.ts"], {
    cwd: join(folder, "app"),
    env: {PATH: process.env.PATH, NODE_ENV: "production", HOST: "127.0.0.1", PORT: String(port)},
    stdio: ["ignore", "pipe", "pipe"]
  });
  for (const stream of [server.stdout, server.stderr]) stream?.on("data", (chunk) => (log += chunk));
  await untilReady();
});

afterAll(async () => {
  if (server?.exitCode === null) {
    server.kill();
    await once(server, "exit");
  }
  await rm(folder, {recursive: true, force: true});
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Resolves when the server says that it listens. */
function untilReady(): Promise<void> {
  return new Promise((resolve, reject) => {
    server.stderr?.on("data", () => {
      if (log.includes("The API is at")) resolve();
    });
    server.once("exit", () => reject(new Error(`The server ended:\n${log}`)));
  });
}

describe("what goes into the image", () => {
  it("serves the report and the API on one port, by itself", async () => {
    expect(await (await fetch(address)).text()).toContain("<title>Report</title>");
    const form = new FormData();
    const rows = [["ID_code", ...manifest.features].join(), "a,1,2,3,4,5,6", "b,6,5,4,3,2,1"];
    form.set("data_file", new Blob([`${rows.join("\n")}\n`]), "rows.csv");
    const upload = `${address}/api/v1/classification/inference/uploadfile`;
    const response = await fetch(upload, {method: "POST", body: form});
    expect(await response.json()).toEqual([
      {ID_code: "a", target_pred: expect.any(Number)},
      {ID_code: "b", target_pred: expect.any(Number)}
    ]);
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
    server.kill("SIGTERM");
    const [code] = await once(server, "exit");
    expect(code).toBe(0);
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
