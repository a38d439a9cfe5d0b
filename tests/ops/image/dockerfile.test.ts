import {execFileSync} from "node:child_process";
import {existsSync, readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {traceImports} from "../../../site/traceImports.js";
import {dockerContext} from "./dockerContext.js";

const dockerfile = readFileSync("Dockerfile", "utf8");
const dockerignore = readFileSync(".dockerignore", "utf8");
const scripts: Record<string, string> = JSON.parse(readFileSync("package.json", "utf8")).scripts;
const [build, runtime] = dockerfile.split(/^(?=FROM )/m).slice(-2);
const instructions = (text: string, name: string) =>
  Array.from(text.replaceAll("\\\n", " ").matchAll(new RegExp(`^${name} (.*)$`, "gm")), ([, rest]) => rest.trim());

const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {encoding: "utf8"})
  .split("\n")
  .filter((path) => path !== "");
const sent = dockerContext(dockerignore, tracked);

describe("the image", () => {
  it("is built from an exact version, which it runs on as well", () => {
    const bases = instructions(dockerfile, "FROM").map((line) => line.split(" ")[0]);
    expect(bases).toHaveLength(2);
    expect(new Set(bases).size).toBe(1);
    expect(bases[0]).toMatch(/^node:\d+\.\d+\.\d+-bookworm-slim(@sha256:[0-9a-f]{64})?$/);
  });

  it("copies what exists and is sent to the builder", () => {
    const sources = instructions(build, "COPY").flatMap((line) => line.split(" ").slice(0, -1));
    expect(sources).toContain("package-lock.json");
    for (const source of sources.filter((path) => path !== ".")) {
      expect(existsSync(source), source).toBe(true);
      expect(dockerContext(dockerignore, [source.replace(/\/$/, "")]), source).toHaveLength(1);
    }
  });

  it("takes over what the build assembled, and nothing from the context", () => {
    expect(instructions(build, "RUN").at(-1)).toMatch(/npm run assemble -- \/app$/);
    expect(instructions(runtime, "COPY")).toEqual(["--from=build /app ./"]);
  });

  it("runs commands of this repository", () => {
    const names = [...build.matchAll(/npm run ([\w-]+)/g)].map(([, name]) => name);
    expect(names).toEqual(["build", "assemble"]);
    for (const name of names) expect(scripts).toHaveProperty(name);
    expect(JSON.parse(instructions(runtime, "CMD")[0])).toEqual(scripts.serve.split(" && ").at(-1)?.split(" "));
  });

  it("runs without privileges and has a health check", () => {
    expect(instructions(runtime, "USER")).toEqual(["node"]);
    expect(instructions(runtime, "HEALTHCHECK")).toHaveLength(1);
    expect(instructions(runtime, "EXPOSE")).toEqual(["8000"]);
  });
});

describe("what is sent to the builder", () => {
  it("has every file that the build reads", async () => {
    const loaders = sent.filter((path) => /^src\/data\/.*\.ts$/.test(path));
    const commands = ["cli/build.ts", "cli/assemble.ts", "cli/serve.ts", "cli/worker.ts"];
    const entries = [
      ...commands,
      "lightgbm-wasm/build.ts",
      "lightgbm-wasm/src/scorer/index.ts",
      "observablehq.config.ts",
      ...loaders
    ];
    for (const entry of entries) {
      const {files} = await traceImports(entry);
      expect(dockerContext(dockerignore, files), entry).toEqual(files);
    }
    expect(sent).toEqual(expect.arrayContaining(["src/index.md", "package-lock.json"]));
  });

  it("has no secret, no data, no runs, no history and no packages", () => {
    const planted = [
      ".env",
      ".env.local",
      "src/.env",
      "server/.env.production",
      ".kaggle/kaggle.json",
      "cli/.kaggle/kaggle.json",
      "data-loaders/kaggle/kaggle.json",
      ".npmrc",
      ".git/config",
      "server/tls.key",
      "models/hub/token.pem",
      "data/raw/train.csv",
      "data/monitor/history.jsonl",
      "mlruns/0/meta.yaml",
      "node_modules/tsx/package.json",
      "lightgbm-wasm/node_modules/a/package.json",
      "lightgbm-wasm/dist/a.wasm",
      "src/.observablehq/cache/a",
      "dist/index.html",
      "id_rsa"
    ];
    expect(dockerContext(dockerignore, planted)).toEqual([]);
  });
});
